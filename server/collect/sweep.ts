import { hostname } from 'node:os';
import { GazetteerError, messageOf } from '../errors.ts';
import { markAlive, processMark } from '../postgres/processes.ts';
import { inCluster } from '../store/clusterLock.ts';
import type { Database } from '../store/database.ts';
import { tieLate } from '../store/lateTies.ts';
import { refreshRollup } from '../store/rollup.ts';
import { recordVisit, type VisitReport, type VisitResult } from '../store/visit.ts';
import { Election } from './election.ts';
import { type NodeVisit, type VisitTarget, visitNode } from './visitNode.ts';

export interface SweepCluster {
  id: number;
  /** `site/cluster` */
  name: string;
  suspectShare: number;
  nodes: VisitTarget[];
}

export interface SweepEvents {
  /** After each visit was stored. */
  onVisit?: (visit: {
    node: string;
    result: VisitResult;
    visit: NodeVisit;
    done: number;
    expected: number;
  }) => void;
}

export interface SweepSummary {
  sweepId: number;
  cluster: string;
  expected: number;
  outcomes: Record<VisitResult['outcome'], number>;
  changed: number;
  milliseconds: number;
  cancelled: boolean;
  /** Failed and partial visits, in words. */
  failures: { node: string; reason: string; message: string; hint: string }[];
}

const ROLLUP_EVERY = 5000;

/** A root that lost more than this share of its offerings at once is suspect. */
export const DEFAULT_SUSPECT_SHARE = 0.25;

/** Visits every node of one cluster once and stores what was found. */
export async function sweepCluster(
  db: Database,
  cluster: SweepCluster,
  options: { parallel: number; signal: AbortSignal; full?: boolean } & SweepEvents,
): Promise<SweepSummary> {
  const began = performance.now();
  const sweepId = await beginSweep(db, cluster);
  const summary: SweepSummary = {
    sweepId,
    cluster: cluster.name,
    expected: cluster.nodes.length,
    outcomes: { complete: 0, partial: 0, failed: 0, notExpected: 0 },
    changed: 0,
    milliseconds: 0,
    cancelled: false,
    failures: [],
  };
  const election = new Election(db, { sweepId, clusterId: cluster.id, full: options.full ?? false });
  const touched = new Set<number>();
  const record = async (node: VisitTarget, visit: NodeVisit, again: boolean) => {
    const report = { ...visit, sweepId, clusterId: cluster.id, nodeId: node.nodeId, again };
    const result = await recordSafely(db, report, { suspectShare: cluster.suspectShare });
    await election.settle(node.nodeId, visit, result.unconfirmed);
    summary.changed += result.changed;
    for (const document of result.touched) touched.add(document);
    return result;
  };
  let refreshed = performance.now();
  let refreshing: Promise<void> = Promise.resolve();
  const refresh = () => {
    const documents = [...touched];
    touched.clear();
    refreshed = performance.now();
    refreshing = refreshing.then(() => refreshRollup(db, cluster.id, documents));
    return refreshing;
  };
  let done = 0;
  try {
    await eachParallel(cluster.nodes, options.parallel, options.signal, async (node) => {
      const visit = await visitNode(node, options.signal, { election });
      // A visit that was broken off says nothing about the node.
      if (options.signal.aborted) return;
      const result = await record(node, visit, false);
      done += 1;
      summary.outcomes[result.outcome] += 1;
      noteFailure(summary, node, visit, result);
      options.onVisit?.({ node: node.target.name, result, visit, done, expected: summary.expected });
      if (touched.size > 0 && performance.now() - refreshed > ROLLUP_EVERY) await refresh();
    });
    await readWhatIsLeft(cluster.nodes, election, options, record);
    for (const document of await tieLate(db, cluster.id, sweepId)) touched.add(document);
  } finally {
    await refresh();
    summary.cancelled = options.signal.aborted;
    summary.milliseconds = performance.now() - began;
    const state =
      done === cluster.nodes.length ? 'finished' : summary.cancelled ? 'cancelled' : 'interrupted';
    await db.query(
      `update sweep set finished_at = now(), state = $2, changed = $3, claims = '{}' where id = $1`,
      [sweepId, state, summary.changed],
    );
  }
  return summary;
}

/** Roots that the chosen node could not read are read by another one that sees them. */
async function readWhatIsLeft(
  nodes: VisitTarget[],
  election: Election,
  { parallel, signal }: { parallel: number; signal: AbortSignal },
  record: (node: VisitTarget, visit: NodeVisit, again: boolean) => Promise<VisitResult>,
): Promise<void> {
  while (!signal.aborted) {
    const remaining = await election.remaining();
    const chosen = nodes.filter((node) => remaining.has(node.nodeId));
    if (chosen.length === 0) return;
    await eachParallel(chosen, parallel, signal, async (node) => {
      const facets = remaining.get(node.nodeId) ?? [];
      const visit = await visitNode({ ...node, agent: { ...node.agent, facets } }, signal, { election });
      if (signal.aborted) return;
      if (visit.readings.length === 0) await election.settle(node.nodeId, visit, []);
      else await record(node, visit, true);
    });
  }
}

/** One node whose output cannot be stored must not end the sweep of the others: its visit failed. */
export async function recordSafely(
  db: Database,
  report: VisitReport,
  settings: { suspectShare: number },
): Promise<VisitResult> {
  try {
    return await recordVisit(db, report, settings);
  } catch (error) {
    const failure = { reason: 'not-stored', message: messageOf(error) };
    const result = await recordVisit(db, { ...report, readings: [], failure }, settings);
    return { ...result, firstFailure: failure };
  }
}

function noteFailure(summary: SweepSummary, node: VisitTarget, visit: NodeVisit, result: VisitResult): void {
  if (result.outcome === 'complete' || result.outcome === 'notExpected') return;
  const why = visit.failure ?? result.firstFailure ?? { reason: 'error', message: '' };
  summary.failures.push({
    node: node.target.name,
    reason: why.reason,
    message: why.message,
    hint: visit.failure?.hint ?? '',
  });
}

/** Starts a sweep unless one of this cluster runs; sweeps of processes that died are closed first. */
async function beginSweep(db: Database, cluster: SweepCluster): Promise<number> {
  const { dead, sweepId } = await inCluster(db, cluster.id, async (tx) => {
    const running = await tx.query<{ id: number; worker: string }>(
      `select id, worker from sweep where cluster_id = $1 and state = 'running'`,
      [cluster.id],
    );
    const alive = running.rows.find((row) => workerAlive(row.worker));
    if (alive) {
      throw new GazetteerError(
        'sweep-running',
        `a sweep of ${cluster.name} is running already (sweep ${alive.id})`,
        'Wait for it to end',
      );
    }
    const ids = running.rows.map((row) => row.id);
    await tx.query(`update sweep set state = 'interrupted', finished_at = now() where id = any($1)`, [ids]);
    const made = await tx.query<{ id: number }>(
      `insert into sweep (cluster_id, started_at, state, expected, worker) values ($1, now(), 'running', $2, $3) returning id`,
      [cluster.id, cluster.nodes.length, `${hostname()} ${processMark(process.pid)}`],
    );
    return { dead: ids, sweepId: made.rows[0]?.id ?? 0 };
  });
  // What a killed sweep stored stands; its share of the rollup may be missing.
  if (dead.length > 0) await refreshRollup(db, cluster.id, null);
  return sweepId;
}

/** Stores one visit that came another way than by a sweep, as a sweep of its own. */
export async function storeSingleVisit(
  db: Database,
  clusterId: number,
  visit: Omit<VisitReport, 'sweepId' | 'clusterId'>,
): Promise<{ sweepId: number; outcome: VisitResult['outcome']; changed: number }> {
  const made = await db.query<{ id: number }>(
    `insert into sweep (cluster_id, started_at, state, expected, worker) values ($1, now(), 'running', 1, $2)
     returning id`,
    [clusterId, `${hostname()} ${processMark(process.pid)}`],
  );
  const sweepId = made.rows[0]?.id ?? 0;
  const result = await recordVisit(
    db,
    { ...visit, sweepId, clusterId },
    { suspectShare: DEFAULT_SUSPECT_SHARE },
  );
  await refreshRollup(db, clusterId, result.touched);
  await db.query(`update sweep set state = 'finished', finished_at = now(), changed = $2 where id = $1`, [
    sweepId,
    result.changed,
  ]);
  return { sweepId, outcome: result.outcome, changed: result.changed };
}

/** A worker on another machine is taken for alive; nobody here can tell. */
function workerAlive(worker: string): boolean {
  const space = worker.indexOf(' ');
  return worker.slice(0, space) !== hostname() || markAlive(worker.slice(space + 1));
}

/** Runs `work` on every item, at most `parallel` at once; stops beginning new ones when aborted. */
export async function eachParallel<Item>(
  items: readonly Item[],
  parallel: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length && !signal.aborted) {
      const item = items[next] as Item;
      next += 1;
      await work(item);
    }
  };
  const lanes = Array.from({ length: Math.min(parallel, items.length) }, lane);
  const results = await Promise.allSettled(lanes);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
