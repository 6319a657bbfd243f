import type { Database } from '../database.ts';

/** What is removed, in the order in which it is: what refers to something goes before it. */
export type PrunedKind =
  | 'visits'
  | 'sweeps'
  | 'observations'
  | 'items'
  | 'nodeRoots'
  | 'imageContents'
  | 'imageDigests'
  | 'loadTests'
  | 'moduleFiles'
  | 'pairs'
  | 'deliveries'
  | 'editions'
  | 'orders'
  | 'roots'
  | 'documents'
  | 'evidence';

/**
 * The newest sweeps of a cluster, which stay whole: pages look in so many of them for who read a root for all. Those of single visits do
 * not count, since nobody is chosen in them.
 */
export const LATE_SWEEPS = 200;

/** One run of prune, as its steps see it. */
export interface PruneRun {
  db: Database;
  /** Visits that began before are thinned. */
  visitsBefore: Date;
  /** What ended before goes. */
  closedBefore: Date;
  /** Nothing is removed, only counted. */
  dryRun: boolean;
  signal: AbortSignal;
  /** Rows removed, or that would be. */
  removed: Record<PrunedKind, number>;
  /** Visits that a dry run would remove, by sweep. */
  thinned: Map<number, number>;
  /** Bytes of evidence removed, as stored. */
  bytes: number;
  tell: (kind: PrunedKind, done: number, of: number) => void;
}

/** `select` or `delete` of the rows of a table, giving their number as `rows`; `along` is done with it. */
export function removing(run: PruneRun, table: string, where: string, along = ''): string {
  if (run.dryRun) return `select count(*)::int as rows from ${table} where ${where}`;
  const also = along === '' ? '' : `, ${along}`;
  return `with gone as (delete from ${table} where ${where} returning 1)${also} select count(*)::int as rows from gone`;
}

/**
 * Walks a table's ids in windows, so that each statement is short however long the table is. Ends early when the run is
 * cancelled.
 */
export async function eachWindow(
  run: PruneRun,
  kind: PrunedKind,
  table: string,
  size: number,
  work: (after: number, to: number) => Promise<void>,
): Promise<void> {
  const found = await run.db.query<{ first: number | null; last: number | null }>(
    `select min(id) as first, max(id) as last from ${table}`,
  );
  const { first, last } = found.rows[0] ?? {};
  if (first == null || last == null) return;
  for (let after = first - 1; after < last && !run.signal.aborted; after += size) {
    await work(after, after + size);
    run.tell(kind, Math.min(after + size, last) - first + 1, last - first + 1);
  }
}
