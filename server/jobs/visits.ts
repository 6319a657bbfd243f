import { z } from 'zod';
import { isReasonCode } from '../collect/reasons.ts';
import { recordSafely } from '../collect/recordSafely.ts';
import { DEFAULT_SUSPECT_SHARE } from '../collect/sweep.ts';
import { targetsOf } from '../collect/targets.ts';
import type { VisitTarget } from '../collect/visitNode.ts';
import type { Database } from '../store/database.ts';
import { goesOn, type JobContext } from './context.ts';
import { isVisited } from './finish.ts';
import type { Errand } from './queue.ts';
import type { Share } from './shares.ts';
import { finishSoon } from './startSweep.ts';

export const Visits = z.object({
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
/** Visits the nodes of a batch that were not visited yet; a batch comes again when a worker died over it. */
export async function visits(context: JobContext, batch: z.infer<typeof Visits>): Promise<void> {
  const { db, lanes } = context;
  goesOn(context);
  const share = await context.shares.of(batch.sweepId);
  if (!share) return;
  const { signal } = share.abort;
  const left = await unvisited(db, batch.sweepId, batch.nodes as Errand[]);
  const ids = left.map((one) => one.node);
  const targets = await targetsOf(db, share.clusterId, ids, context.dataFolder);
  share.batches += 1;
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
  ).finally(() => {
    share.batches -= 1;
  });
  goesOn(context);
  if (signal.aborted) return;
  context.log.info({ sweep: share.id, cluster: share.cluster, nodes: left.length }, 'visited');
  // The last batch that this process has in hand brings find's answers up to date; one in the middle need not.
  await share.run.refresh(share.batches === 0);
  if (await isVisited(db, batch.sweepId)) await finishSoon(db, batch.sweepId, 0);
}

async function unvisited(db: Database, sweepId: number, nodes: Errand[]): Promise<Errand[]> {
  const done = await db.query<{ id: number }>(
    'select node_id as id from visit where sweep_id = $1 and node_id = any($2)',
    [sweepId, nodes.map((one) => one.node)],
  );
  const visited = new Set(done.rows.map((row) => row.id));
  return nodes.filter((one) => !visited.has(one.node));
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
