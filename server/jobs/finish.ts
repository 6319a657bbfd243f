import { z } from 'zod';
import { eachParallel } from '../collect/eachParallel.ts';
import { endSweep } from '../collect/sweepRow.ts';
import { targetsOf } from '../collect/targets.ts';
import { collectionOf } from '../inventory/collection.ts';
import type { Database } from '../store/database.ts';
import { refreshRollup } from '../store/rollup.ts';
import { goesOn, type JobContext } from './context.ts';
import { addJob } from './queue.ts';
import { finishSoon } from './startSweep.ts';

export const Finish = z.object({ sweepId: z.number() });

export async function isVisited(db: Database, sweepId: number): Promise<boolean> {
  const found = await db.query<{ done: boolean }>(
    `select (select count(*) from visit where sweep_id = sweep.id) >= expected as done from sweep where id = $1`,
    [sweepId],
  );
  return found.rows[0]?.done ?? false;
}

/** Ends a sweep whose nodes were all visited: what is left to read is read, and everybody is tied to what was read for all. */
export async function finish(context: JobContext, sweepId: number): Promise<void> {
  const { db, shares, dataFolder, parallel, lanes } = context;
  goesOn(context);
  const share = await shares.of(sweepId);
  if (!share) return;
  if (!(await isVisited(db, sweepId))) return finishSoon(db, sweepId, 5);
  const { run, clusterId, abort } = share;
  const most = Math.min(parallel, await nodesAtOnce(db, clusterId));
  await run.readWhatIsLeft(
    (ids) => targetsOf(db, clusterId, ids, dataFolder),
    (nodes, work) => eachParallel(nodes, most, abort.signal, (node) => lanes.run(() => work(node))),
    abort.signal,
  );
  goesOn(context);
  await run.tieLate();
  await run.refresh(true);
  const recovered = await db.query<{ recovered: boolean }>('select recovered from sweep where id = $1', [
    sweepId,
  ]);
  // Whoever died may have stored visits whose share of find's answers is missing.
  if (recovered.rows[0]?.recovered) await refreshRollup(db, clusterId, null);
  await endSweep(db, sweepId, { note: '', otherwise: 'interrupted' });
  await addJob(db, 'compare', {}, { key: 'compare' });
}

async function nodesAtOnce(db: Database, clusterId: number): Promise<number> {
  const found = await db.query<{ settings: unknown }>('select settings from cluster where id = $1', [
    clusterId,
  ]);
  return collectionOf(found.rows[0]?.settings).nodes || Number.POSITIVE_INFINITY;
}
