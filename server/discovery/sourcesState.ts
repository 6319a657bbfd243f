import { z } from 'zod';
import { canonicalJson } from '../store/canonical.ts';
import type { Queryable } from '../store/database.ts';
import { HeldBack } from './vanished.ts';

/** What the sources of a cluster's nodes could not tell, and what they told that was not believed. */
export const SourcesState = z.object({
  /** Since when exactly this could not be found out; '' where only something is held back. */
  since: z.string(),
  problems: z.array(z.string()),
  hint: z.string(),
  held: z.array(HeldBack),
});
export type SourcesState = z.infer<typeof SourcesState>;

const fine: SourcesState = { since: '', problems: [], hint: '', held: [] };

/** As it was kept last; a cluster of which all is well has none. */
export function sourcesState(stored: unknown): SourcesState {
  const parsed = SourcesState.safeParse(stored);
  return parsed.success ? parsed.data : fine;
}

export async function storedSources(tx: Queryable, clusterId: number): Promise<SourcesState> {
  const found = await tx.query<{ sources: unknown }>('select sources from cluster where id = $1', [
    clusterId,
  ]);
  return sourcesState(found.rows[0]?.sources);
}

/** Keeps it for pages and for the next asking. Where it says what it said before, nothing is written. */
export async function keepSources(
  tx: Queryable,
  clusterId: number,
  before: SourcesState,
  found: Omit<SourcesState, 'since'>,
  now: Date,
): Promise<void> {
  const same = canonicalJson(before.problems) === canonicalJson(found.problems);
  const since = found.problems.length === 0 ? '' : same ? before.since : now.toISOString();
  const after = { ...found, since };
  if (canonicalJson(after) === canonicalJson(before)) return;
  const isFine = found.problems.length + found.held.length === 0;
  await tx.query('update cluster set sources = $2 where id = $1', [
    clusterId,
    isFine ? null : JSON.stringify(after),
  ]);
}
