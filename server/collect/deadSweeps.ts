import { hostname } from 'node:os';
import { markAlive } from '../postgres/processes.ts';
import { inCluster } from '../store/clusterLock.ts';
import type { Database, Queryable } from '../store/database.ts';
import { tieUnfinished } from '../store/lateTies.ts';
import { refreshRollup } from '../store/rollup.ts';

/** A process of another machine that is silent for longer is taken for dead. Three signs of life fit in. */
export const SILENT_SECONDS = 30;

interface Running {
  id: number;
  worker: string;
  silent: boolean;
}

/** Ends the sweep of a cluster that says it runs, where whoever ran it is no more; `alive` is one that does run. */
export async function endDead(
  tx: Queryable,
  clusterId: number,
): Promise<{ alive: number | null; dead: number[] }> {
  const running = await tx.query<Running & Record<string, unknown>>(
    `select id, worker, coalesce(seen_at, started_at) < now() - make_interval(secs => $2)
       and not (worker = 'queue' and exists (
         select from worker where worker.seen_at > now() - make_interval(secs => $2))) as silent
     from sweep where cluster_id = $1 and state = 'running' and trigger <> 'single'`,
    [clusterId, SILENT_SECONDS],
  );
  const alive = running.rows.find(isAlive);
  if (alive) return { alive: alive.id, dead: [] };
  const dead = running.rows.map((row) => row.id);
  await tx.query(
    `update sweep set state = 'interrupted', finished_at = now(), claims = '{}' where id = any($1)`,
    [dead],
  );
  return { alive: null, dead };
}

const isAlive = (one: Running): boolean => (one.worker === 'queue' ? !one.silent : isRunning(one));

/** Of another machine nobody here can tell but by its signs of life; what workers share lives as long as any worker does. */
export function isRunning({ worker, silent }: Pick<Running, 'worker' | 'silent'>): boolean {
  const space = worker.indexOf(' ');
  return worker.slice(0, space) === hostname() ? markAlive(worker.slice(space + 1)) : !silent;
}

/** What a killed sweep stored stands; its share of the rollup may be missing. */
export async function bringUpToDate(db: Database, clusterId: number, dead: number[]): Promise<void> {
  const tied = await tieUnfinished(db, clusterId);
  if (dead.length > 0 || tied.size > 0)
    await refreshRollup(db, clusterId, dead.length > 0 ? null : [...tied]);
}

/** Ends all sweeps of processes that are no more: no schedule is to wait for one. */
export async function endAllDead(db: Database): Promise<void> {
  const found = await db.query<{ id: number }>(
    `select distinct cluster_id as id from sweep where state = 'running' and trigger <> 'single'
       and coalesce(seen_at, started_at) < now() - make_interval(secs => $1)`,
    [SILENT_SECONDS],
  );
  for (const { id } of found.rows) {
    const { dead } = await inCluster(db, id, (tx) => endDead(tx, id));
    if (dead.length > 0) await bringUpToDate(db, id, dead);
  }
}
