import { codeOf } from '../errors.ts';
import type { Database, Queryable } from './database.ts';

/** Transactions of this process that wait for a cluster, by database and cluster. */
const queues = new WeakMap<Database, Map<number, Promise<unknown>>>();

/**
 * Runs `work` in one transaction under the lock that serialises what changes one cluster. Those of
 * this process queue before they take a connection: waiting in the database, a sweep's visits would
 * hold every connection of the pool and keep everybody else from it.
 */
export function inCluster<T>(
  db: Database,
  clusterId: number,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const clusters = queues.get(db) ?? new Map<number, Promise<unknown>>();
  queues.set(db, clusters);
  const before = clusters.get(clusterId) ?? Promise.resolve();
  const mine = before.then(() => locked(db, clusterId, work));
  const settled = mine.catch(() => {});
  clusters.set(clusterId, settled);
  settled.then(() => {
    if (clusters.get(clusterId) === settled) clusters.delete(clusterId);
  });
  return mine;
}

const TRIES = 5;

/** Visits of two clusters may add the same evidence in another order; Postgres then ends one (40P01). */
async function locked<T>(db: Database, clusterId: number, work: (tx: Queryable) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction(async (tx) => {
        await tx.query('select pg_advisory_xact_lock(7311, $1)', [clusterId]);
        return work(tx);
      });
    } catch (error) {
      if (codeOf(error) !== '40P01' || tries === TRIES) throw error;
    }
  }
}
