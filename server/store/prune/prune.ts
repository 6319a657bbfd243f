import { GazetteerError } from '../../errors.ts';
import type { Database } from '../database.ts';
import { forgetDocuments } from '../documents.ts';
import { pruneBesides } from './besides.ts';
import { pruneIntervals } from './intervals.ts';
import { pruneRoots } from './roots.ts';
import type { PrunedKind, PruneRun } from './run.ts';
import { pruneSweeps } from './sweeps.ts';
import { pruneUnused } from './unused.ts';
import { pruneVisits } from './visits.ts';

/** How long history is kept, in days. */
export interface Retention {
  /** Visits; older ones are thinned to one per node and week. */
  visits: number;
  /** What ended: documents that a node or a place held before. Visits of that age go, too. */
  closed: number;
}

export interface Pruned {
  dryRun: boolean;
  /** It was told to stop; the next run goes on. */
  cancelled: boolean;
  /** Rows removed, or that would be. */
  removed: Record<PrunedKind, number>;
  /** Bytes of evidence removed, as stored. */
  evidenceBytes: number;
}

export interface PruneOptions {
  signal?: AbortSignal;
  onProgress?: (progress: { kind: PrunedKind; done: number; of: number }) => void;
  dryRun?: boolean;
  now?: Date;
}

const STEPS = [pruneVisits, pruneSweeps, pruneIntervals, pruneBesides, pruneRoots, pruneUnused];

const LOCK = 7_311_003;

/**
 * Thins history that is older than the settings say, and removes what nothing refers to any more. Nothing that is shown of
 * what is there now changes, and no date of a change that stays. Safe beside sweeps, in this process and in others; two
 * at once throw prune-running.
 */
export async function prune(db: Database, retention: Retention, options: PruneOptions = {}): Promise<Pruned> {
  const now = options.now ?? new Date();
  const { signal = new AbortController().signal, dryRun = false } = options;
  const run: PruneRun = {
    db,
    visitsBefore: weekOf(daysBefore(now, retention.visits)),
    closedBefore: daysBefore(now, retention.closed),
    dryRun,
    signal,
    removed: { ...NOTHING },
    thinned: new Map(),
    bytes: 0,
    tell: (kind, done, of) => options.onProgress?.({ kind, done, of }),
  };
  // The lock's transaction reads nothing, so it keeps no old row alive.
  await db.transaction(async (lock) => {
    const got = await lock.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1) as free', [LOCK]);
    if (!got.rows[0]?.free)
      throw new GazetteerError('prune-running', 'history is being thinned already', 'Wait for it to end');
    for (const step of STEPS) await step(run);
  });
  if (!dryRun && run.removed.documents + run.removed.evidence > 0) forgetDocuments();
  return { dryRun, cancelled: signal.aborted, removed: run.removed, evidenceBytes: run.bytes };
}

const NOTHING: Record<PrunedKind, number> = {
  visits: 0,
  sweeps: 0,
  observations: 0,
  items: 0,
  nodeRoots: 0,
  imageContents: 0,
  imageDigests: 0,
  loadTests: 0,
  moduleFiles: 0,
  pairs: 0,
  deliveries: 0,
  editions: 0,
  orders: 0,
  roots: 0,
  documents: 0,
  evidence: 0,
};

const DAY = 86_400_000;
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY);

/** The Monday, UTC, that a time's week begins with, so that a week is thinned at once. */
function weekOf(time: Date): Date {
  const day = Math.floor(time.getTime() / DAY);
  // 1970-01-01 was a Thursday.
  return new Date((day - ((day + 3) % 7)) * DAY);
}
