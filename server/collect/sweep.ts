import { setMaxListeners } from 'node:events';
import type { Database } from '../store/database.ts';
import { isFull } from '../store/fullDisk.ts';
import { isLost, withPatience } from '../store/patience.ts';
import { refreshRollup } from '../store/rollup.ts';
import { recordVisit, type VisitReport, type VisitResult } from '../store/visit.ts';
import { eachParallel } from './eachParallel.ts';
import { beginSweep, endSweep, ownMark, showLife } from './sweepRow.ts';
import { SweepRun } from './sweepRun.ts';
import type { NodeVisit, VisitTarget } from './visitNode.ts';

export interface SweepCluster {
  id: number;
  /** `site/cluster` */
  name: string;
  suspectShare: number;
  nodes: VisitTarget[];
}

export interface SweepOptions {
  /** Nodes at once. */
  parallel: number;
  signal: AbortSignal;
  /** Reads every root, whatever shows that it is unchanged. */
  full?: boolean;
  /** Seconds after which no more nodes are visited; 0 for any time. */
  seconds?: number;
  /** After each visit was stored. */
  onVisit?: (visit: { node: string; result: VisitResult; visit: NodeVisit }) => void;
}

export interface SweepSummary {
  sweepId: number;
  cluster: string;
  expected: number;
  outcomes: Record<VisitResult['outcome'], number>;
  changed: number;
  milliseconds: number;
  cancelled: boolean;
  /** Why it ended before its time; '' otherwise. */
  note: string;
  /** Failed and partial visits, in words. */
  failures: { node: string; reason: string; message: string; hint: string }[];
}

const LOOK_EVERY_MS = 2000;

/** A root that lost more than this share of its offerings at once is suspect. */
export const DEFAULT_SUSPECT_SHARE = 0.25;

/** Visits every node of one cluster once in this process, and stores what was found. */
export async function sweepCluster(
  db: Database,
  cluster: SweepCluster,
  options: SweepOptions,
): Promise<SweepSummary> {
  const began = performance.now();
  const { id: clusterId, name, suspectShare, nodes } = cluster;
  const full = options.full ?? false;
  const expected = nodes.length;
  const sweepId = await beginSweep(db, {
    clusterId,
    name,
    expected,
    full,
    by: 'process',
    trigger: 'command',
  });
  const run = new SweepRun(db, { id: sweepId, clusterId, full, suspectShare });
  const ending = new Ending(db, sweepId, options);
  const summary: SweepSummary = {
    sweepId,
    cluster: name,
    expected,
    outcomes: { complete: 0, partial: 0, failed: 0, notExpected: 0 },
    changed: 0,
    milliseconds: 0,
    cancelled: false,
    note: '',
    failures: [],
  };
  const close = async () => {
    ending.stop();
    await run.refresh(true);
    const otherwise = ending.signal.aborted ? 'cancelled' : 'interrupted';
    return withPatience(() => endSweep(db, sweepId, { note: ending.note, otherwise }));
  };
  try {
    await eachParallel(nodes, options.parallel, ending.signal, async (node) => {
      const done = await run.visit(node, ending.signal);
      if (!done) return;
      summary.outcomes[done.result.outcome] += 1;
      noteFailure(summary, node, done.visit, done.result);
      options.onVisit?.({ node: node.target.name, ...done });
      await run.refresh(false);
    });
    const targets = async (ids: number[]) => nodes.filter((node) => ids.includes(node.nodeId));
    await run.readWhatIsLeft(
      targets,
      (chosen, work) => eachParallel(chosen, options.parallel, ending.signal, work),
      ending.signal,
    );
    await run.tieLate();
  } catch (error) {
    // A database that was away or full for so long is not waited for again: the next sweep ends this one.
    if (isLost(error) || isFull(error)) ending.stop();
    else await close();
    throw error;
  }
  const ended = await close();
  summary.cancelled = ended.state === 'cancelled';
  summary.note = ended.state === 'finished' ? '' : ending.note;
  summary.changed = ended.changed;
  summary.milliseconds = performance.now() - began;
  return summary;
}

/** When a sweep of this process is to end: by its caller, by a request in the database, or by its time limit. */
class Ending {
  private readonly abort = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly onAbort = () => this.end('it was cancelled');
  note = '';

  constructor(
    db: Database,
    sweepId: number,
    private readonly options: SweepOptions,
  ) {
    const { signal, seconds = 0 } = options;
    // Each visit that runs listens once.
    setMaxListeners(0, this.signal);
    if (signal.aborted) this.onAbort();
    signal.addEventListener('abort', this.onAbort, { once: true });
    const look = setInterval(() => {
      showLife(db, sweepId).then(
        ({ cancelled }) => cancelled && this.end('it was cancelled'),
        // The database is away for a moment; the visits wait for it as well.
        () => {},
      );
    }, LOOK_EVERY_MS);
    this.timers.push(look);
    if (seconds > 0)
      this.timers.push(setTimeout(() => this.end(`it had run for ${seconds} s`), seconds * 1000));
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.options.signal.removeEventListener('abort', this.onAbort);
  }

  private end(note: string): void {
    if (this.note === '') this.note = note;
    this.abort.abort();
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

/** Stores one visit that came another way than by a sweep, as a sweep of its own. */
export async function storeSingleVisit(
  db: Database,
  clusterId: number,
  visit: Omit<VisitReport, 'sweepId' | 'clusterId'>,
): Promise<{ sweepId: number; outcome: VisitResult['outcome']; changed: number }> {
  const made = await db.query<{ id: number }>(
    `insert into sweep (cluster_id, started_at, state, expected, worker, trigger)
     values ($1, now(), 'running', 1, $2, 'single') returning id`,
    [clusterId, ownMark()],
  );
  const sweepId = made.rows[0]?.id ?? 0;
  const result = await recordVisit(
    db,
    { ...visit, sweepId, clusterId },
    { suspectShare: DEFAULT_SUSPECT_SHARE, alone: true },
  );
  await refreshRollup(db, clusterId, result.touched);
  await db.query(`update sweep set state = 'finished', finished_at = now() where id = $1`, [sweepId]);
  return { sweepId, outcome: result.outcome, changed: result.changed };
}
