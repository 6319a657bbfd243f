import { GazetteerError } from '../errors.ts';
import type { StartedSweep } from '../routes/schemas/acts.ts';
import type { Database, Queryable } from '../store/database.ts';
import { startSweep } from './startSweep.ts';

/** Has workers sweep a cluster because somebody wants it now. The queue's tables have to be there. */
export async function orderSweep(
  db: Database,
  cluster: string,
  full: boolean,
  dataFolder: string,
): Promise<StartedSweep> {
  const clusterId = await clusterByPlace(db, cluster);
  const order = { clusterId, cluster, trigger: 'command' as const, dueAt: null, full };
  const sweep = await startSweep(db, order, { dataFolder, signal: new AbortController().signal });
  if (sweep === null) {
    throw new GazetteerError('paused', `${cluster} is paused`, `gazetteer clusters resume ${cluster}`);
  }
  const found = await db.query<{ count: number }>(
    `select count(*)::int as count from worker where seen_at > now() - interval '30 seconds'`,
  );
  return { sweep, workers: found.rows[0]?.count ?? 0 };
}

async function clusterByPlace(db: Queryable, place: string): Promise<number> {
  const found = await db.query<{ id: number }>(
    `select cluster.id from cluster join site on site.id = cluster.site_id
     where site.name || '/' || cluster.name = $1 and cluster.retired_at is null and site.retired_at is null`,
    [place],
  );
  const id = found.rows[0]?.id;
  if (id !== undefined) return id;
  throw new GazetteerError(
    'not-found',
    `there is no cluster ${place}`,
    'See them with: gazetteer clusters list',
  );
}
