import type { Logger } from 'pino';
import { beginSweep } from '../collect/sweepRow.ts';
import { targetsBelow } from '../collect/targets.ts';
import type { VisitTarget } from '../collect/visitNode.ts';
import { discoverBelow } from '../discovery/discover.ts';
import { GazetteerError } from '../errors.ts';
import type { Database, Queryable } from '../store/database.ts';
import { addJob, addJobs, type Errand } from './queue.ts';

/** So many nodes are one job: many enough that a job costs little beside them, few enough to share them evenly. */
const BATCH = 8;

/**
 * Begins a sweep of a cluster that workers share: its nodes are handed out in batches. Gives its id; null when the
 * cluster is paused.
 */
export async function startSweep(
  db: Database,
  order: {
    clusterId: number;
    cluster: string;
    trigger: 'command' | 'schedule';
    dueAt: Date | null;
    full: boolean;
  },
  surroundings: { dataFolder: string; signal: AbortSignal; log?: Logger },
): Promise<number | null> {
  // Also where no node is visited, since all of them send by themselves.
  if (await isPaused(db, order.clusterId)) return null;
  for (const { cluster, problems, hint, held } of await discoverBelow(db, order.cluster, {
    ...surroundings,
    leaveAlone: true,
  }))
    if (problems.length + held.length > 0)
      surroundings.log?.warn({ cluster, problems, hint, held }, 'its nodes are not known for sure');
  const [cluster] = await targetsBelow(db, order.cluster, surroundings.dataFolder);
  if (cluster?.paused) return null;
  const nodes = cluster?.nodes ?? [];
  const sweep = {
    clusterId: order.clusterId,
    name: order.cluster,
    expected: nodes.length,
    full: order.full,
    by: 'queue' as const,
    trigger: order.trigger,
    ...(order.dueAt === null ? {} : { dueAt: order.dueAt }),
  };
  // One without its jobs would run until its time is over.
  try {
    return await beginSweep(db, sweep, (tx, id) => handOut(tx, id, nodes, cluster?.collection.nodes ?? 0));
  } catch (error) {
    // Somebody paused it meanwhile.
    if (error instanceof GazetteerError && error.code === 'paused') return null;
    throw error;
  }
}

async function isPaused(db: Queryable, clusterId: number): Promise<boolean> {
  const found = await db.query('select from cluster where id = $1 and paused_at is not null', [clusterId]);
  return found.rows.length > 0;
}

async function handOut(tx: Queryable, sweepId: number, nodes: VisitTarget[], most: number): Promise<void> {
  const size = most === 0 ? BATCH : Math.min(BATCH, most);
  // With a limit, as many queues as batches may run at once; without one, no queue.
  const queues = most === 0 ? 0 : Math.max(1, Math.floor(most / size));
  const batches: Errand[][] = [];
  for (let at = 0; at < nodes.length; at += size) batches.push(nodes.slice(at, at + size).map(errandOf));
  await addJobs(
    tx,
    'visits',
    batches.map((batch, at) => ({
      payload: { sweepId, nodes: batch },
      queue: queues === 0 ? null : `sweep ${sweepId} ${at % queues}`,
    })),
  );
  // Batches that end the sweep bring this forward; it comes by itself where a job was lost.
  await finishSoon(tx, sweepId, nodes.length === 0 ? 0 : 5);
}

/** Has a sweep ended, or looked after, in so many minutes. */
export async function finishSoon(db: Queryable, sweepId: number, minutes: number): Promise<void> {
  const name = `finish ${sweepId}`;
  const runAt = new Date(Date.now() + minutes * 60_000);
  await addJob(db, 'finish', { sweepId }, { key: name, queue: name, runAt });
}

function errandOf({ nodeId, notExpected, agent }: VisitTarget): Errand {
  return {
    node: nodeId,
    ...(notExpected ? { notExpected } : {}),
    ...(agent.digests ? { digests: agent.digests } : {}),
    ...(agent.contents ? { contents: agent.contents } : {}),
    ...(agent.loads ? { loads: agent.loads } : {}),
  };
}

/** `site/cluster` of a cluster in service. */
export async function nameOf(db: Database, clusterId: number): Promise<string> {
  const found = await db.query<{ name: string }>(
    `select site.name || '/' || cluster.name as name from cluster join site on site.id = cluster.site_id
     where cluster.id = $1 and cluster.retired_at is null`,
    [clusterId],
  );
  const name = found.rows[0]?.name;
  if (name === undefined) throw new GazetteerError('not-found', `cluster ${clusterId} is not in service`);
  return name;
}
