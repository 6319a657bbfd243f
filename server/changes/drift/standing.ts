import { codeOf } from '../../errors.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { versionOf } from '../../version.ts';
import { type DriftSettings, driftOf } from './drift.ts';
import { driftLine } from './line.ts';

interface Due {
  id: number;
  site: string;
  cluster: string;
  stamp: string;
}

/**
 * Works the drift of clusters out of which nodes or visits are others than when that was done last, and keeps it in numbers. It is done
 * after sweeps, so that who reads it does not wait; gives how many clusters those were.
 */
export async function refreshDrift(db: Queryable, settings: DriftSettings, site = ''): Promise<number> {
  const due = await db.query<Due & Record<string, unknown>>(sql('drift-due'), [site, versionOf()]);
  for (const one of due.rows) await keep(db, one, settings);
  return due.rows.length;
}

/** Of a cluster that went out of service in between nothing is kept. */
async function keep(
  db: Queryable,
  { id, site, cluster, stamp }: Due,
  settings: DriftSettings,
): Promise<void> {
  const answer = await driftOf(db, { site, cluster }, settings).catch((error: unknown) => {
    if (codeOf(error) === 'not-found') return null;
    throw error;
  });
  if (answer === null) return;
  const { nodes, withoutPeers, outliers, differences, rebootPending, waiting, ...times } = driftLine(answer);
  const begun = answer.items.flatMap(({ status, splitSince }) =>
    status === 'reboot-pending' || splitSince === null ? [] : [splitSince],
  );
  await db.query(
    `insert into cluster_drift (cluster_id, stamp, nodes, without_peers, outliers, differences, reboot_pending, waiting, begun, oldest,
       newest, confirmed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (cluster_id) do update set stamp = excluded.stamp, nodes = excluded.nodes, without_peers = excluded.without_peers,
       outliers = excluded.outliers, differences = excluded.differences, reboot_pending = excluded.reboot_pending,
       waiting = excluded.waiting, begun = excluded.begun, oldest = excluded.oldest, newest = excluded.newest,
       confirmed_at = excluded.confirmed_at`,
    [
      ...[id, stamp, nodes, withoutPeers, outliers, differences, rebootPending, waiting, begun],
      ...[times.oldest, times.newest, times.confirmedAt],
    ],
  );
}
