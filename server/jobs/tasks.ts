import type { Logger } from 'pino';
import { z } from 'zod';
import { isReasonCode } from '../collect/reasons.ts';
import { recordSafely } from '../collect/recordSafely.ts';
import { DEFAULT_SUSPECT_SHARE } from '../collect/sweep.ts';
import { endSweep } from '../collect/sweepRow.ts';
import { targetsOf } from '../collect/targets.ts';
import type { VisitTarget } from '../collect/visitNode.ts';
import { GazetteerError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { tieLate } from '../store/lateTies.ts';
import { refreshRollup } from '../store/rollup.ts';
import type { Lanes } from './lanes.ts';
import type { LapsedLogins } from './lapsedLogins.ts';
import type { Errand, Payloads } from './queue.ts';
import type { Share, Shares } from './shares.ts';
import { finishSoon, nameOf, startSweep } from './startSweep.ts';
import { tick } from './tick.ts';

/** What a task is given besides its payload. */
export interface JobContext {
  db: Database;
  log: Logger;
  dataFolder: string;
  shares: Shares;
  lapsed: LapsedLogins;
  lanes: Lanes;
  parallel: number;
  /** This worker stops. */
  signal: AbortSignal;
}

/** Everything a worker does. A job that fails is tried again, by any worker. */
export const TASKS: { [T in keyof Payloads]: (context: JobContext, payload: unknown) => Promise<void> } = {
  tick: (context) => tick(context.db),
  sweep: (context, payload) => sweep(context, Sweep.parse(payload)),
  visits: (context, payload) => visits(context, Visits.parse(payload)),
  finish: (context, payload) => finish(context, Finish.parse(payload).sweepId),
};

const Sweep = z.object({
  clusterId: z.number(),
  trigger: z.enum(['command', 'schedule']),
  dueAt: z.string().nullable(),
  full: z.boolean(),
});
const Visits = z.object({
  sweepId: z.number(),
  nodes: z.array(
    z.object({
      node: z.number(),
      notExpected: z.object({ reason: z.string(), message: z.string() }).optional(),
      digests: z.array(z.string()).optional(),
      contents: z.array(z.string()).optional(),
      loads: z.array(z.string()).optional(),
    }),
  ),
});
const Finish = z.object({ sweepId: z.number() });

async function sweep(context: JobContext, order: z.infer<typeof Sweep>): Promise<void> {
  const { db, dataFolder, signal } = context;
  const cluster = await nameOf(db, order.clusterId);
  const dueAt = order.dueAt === null ? null : new Date(order.dueAt);
  try {
    await startSweep(db, { ...order, cluster, dueAt }, { dataFolder, signal });
  } catch (error) {
    // It comes again with the next tick, as long as it is due.
    if (error instanceof GazetteerError && error.code === 'sweep-running') return;
    throw error;
  }
}

/** Visits the nodes of a batch that were not visited yet; a batch comes again when a worker died over it. */
async function visits(context: JobContext, batch: z.infer<typeof Visits>): Promise<void> {
  const { db, lanes } = context;
  goesOn(context);
  const share = await context.shares.of(batch.sweepId);
  if (!share) return;
  const { signal } = share.abort;
  const left = await unvisited(db, batch.sweepId, batch.nodes as Errand[]);
  const ids = left.map((one) => one.node);
  const targets = await targetsOf(db, share.clusterId, ids, context.dataFolder);
  await Promise.all(
    left.map((errand) =>
      lanes.run(async () => {
        if (signal.aborted) return;
        const target = targets.find((one) => one.nodeId === errand.node);
        if (!target) return leftService(db, share, errand.node);
        const visited = await share.run.visit(withErrand(target, errand), signal);
        context.lapsed.note(target.target.name, visited);
        await share.run.refresh(false);
      }),
    ),
  );
  goesOn(context);
  if (signal.aborted) return;
  context.log.info({ sweep: share.id, cluster: share.cluster, nodes: left.length }, 'visited');
  await share.run.refresh(true);
  if (await isVisited(db, batch.sweepId)) await finishSoon(db, batch.sweepId, 0);
}

/** A job that fails because its worker stops is done by another one. */
function goesOn({ signal }: JobContext): void {
  if (signal.aborted) throw new Error('this worker stops, another one goes on');
}

async function unvisited(db: Database, sweepId: number, nodes: Errand[]): Promise<Errand[]> {
  const done = await db.query<{ id: number }>(
    'select node_id as id from visit where sweep_id = $1 and node_id = any($2)',
    [sweepId, nodes.map((one) => one.node)],
  );
  const visited = new Set(done.rows.map((row) => row.id));
  return nodes.filter((one) => !visited.has(one.node));
}

async function isVisited(db: Database, sweepId: number): Promise<boolean> {
  const found = await db.query<{ done: boolean }>(
    `select (select count(*) from visit where sweep_id = sweep.id) >= expected as done from sweep where id = $1`,
    [sweepId],
  );
  return found.rows[0]?.done ?? false;
}

function withErrand(target: VisitTarget, errand: Errand): VisitTarget {
  const { notExpected, digests, contents, loads } = errand;
  const agent = {
    ...target.agent,
    ...(digests ? { digests } : {}),
    ...(contents ? { contents } : {}),
    ...(loads ? { loads } : {}),
  };
  if (!notExpected || !isReasonCode(notExpected.reason)) return { ...target, agent };
  return { ...target, agent, notExpected: { reason: notExpected.reason, message: notExpected.message } };
}

/** A node that was taken out of service since the sweep began. */
async function leftService(db: Database, share: Share, nodeId: number): Promise<void> {
  const nothing = { milliseconds: 0, bytes: 0, agent: '', asked: [], readings: [], notExpected: true };
  const failure = { reason: 'retired', message: 'it was taken out of service after the sweep had begun' };
  await recordSafely(
    db,
    { ...nothing, sweepId: share.id, clusterId: share.clusterId, nodeId, startedAt: new Date(), failure },
    { suspectShare: DEFAULT_SUSPECT_SHARE },
  );
}

/** Ends a sweep whose nodes were all visited: what is left to read is read, and everybody is tied to what was read for all. */
async function finish(context: JobContext, sweepId: number): Promise<void> {
  const { db, shares, dataFolder, parallel } = context;
  goesOn(context);
  const share = await shares.of(sweepId);
  if (!share) return;
  if (!(await isVisited(db, sweepId))) return finishSoon(db, sweepId, 5);
  const { run, clusterId, abort } = share;
  await run.readWhatIsLeft((ids) => targetsOf(db, clusterId, ids, dataFolder), parallel, abort.signal);
  goesOn(context);
  run.note(await tieLate(db, clusterId, sweepId));
  await run.refresh(true);
  const recovered = await db.query<{ recovered: boolean }>('select recovered from sweep where id = $1', [
    sweepId,
  ]);
  // Whoever died may have stored visits whose share of find's answers is missing.
  if (recovered.rows[0]?.recovered) await refreshRollup(db, clusterId, null);
  await endSweep(db, sweepId, { note: '', otherwise: 'interrupted' });
}
