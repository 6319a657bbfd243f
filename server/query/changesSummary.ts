import type { ChangeFilter } from '../changes/list.ts';
import { narrowed } from '../changes/list.ts';
import { recentChanges } from '../changes/recent.ts';
import type { Window } from '../changes/window.ts';
import type { Change, ChangesSummaryRow } from '../routes/schemas/changes.ts';
import type { Queryable } from '../store/database.ts';

export type SummaryBy = 'week' | 'day' | 'cluster' | 'facet';

const DAY = 86_400_000;
/** The epoch began on a Thursday; weeks begin on Mondays (ISO 8601). */
const MONDAY = 4 * DAY;

/** How many changes there are of each category: in each week or day (of UTC), on each cluster, of each facet. */
export async function changesSummary(
  db: Queryable,
  { scope, by, ...filter }: ChangeFilter & { scope: string; by: SummaryBy },
  window: Window,
): Promise<ChangesSummaryRow[]> {
  const { changes } = await recentChanges(db, scope, window);
  const rows = new Map<string, ChangesSummaryRow>();
  for (const key of emptyKeys(by, window)) rows.set(key, rowOf(key, by));
  for (const change of narrowed(changes, filter)) {
    const key = keyOf(change, by);
    const row = rows.get(key) ?? rowOf(key, by);
    rows.set(key, row);
    row[change.category] += 1;
    row.total += 1;
  }
  const found = [...rows.values()];
  return by === 'week' || by === 'day'
    ? found.sort((a, b) => (a.key < b.key ? -1 : 1))
    : found.sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1));
}

function rowOf(key: string, by: SummaryBy): ChangesSummaryRow {
  const counts = { nodes: 0, gpus: 0, runtimes: 0, facts: 0, offerings: 0, total: 0 };
  if (by !== 'week' && by !== 'day') return { key, since: null, until: null, ...counts };
  const start = Date.parse(key);
  return { key, since: timeOf(start), until: timeOf(start + (by === 'week' ? 7 : 1) * DAY), ...counts };
}

function keyOf({ since, site, cluster, facet }: Change, by: SummaryBy): string {
  if (by === 'cluster') return `${site}/${cluster}`;
  return by === 'facet' ? facet : startOf(Date.parse(since), by);
}

function startOf(time: number, by: 'week' | 'day'): string {
  const length = by === 'week' ? 7 * DAY : DAY;
  const shift = by === 'week' ? MONDAY : 0;
  return timeOf(Math.floor((time - shift) / length) * length + shift).slice(0, 10);
}

/** Weeks and days in which nothing changed are told as well. */
function emptyKeys(by: SummaryBy, { since, until }: Window): string[] {
  if (by !== 'week' && by !== 'day') return [];
  const keys: string[] = [];
  const step = by === 'week' ? 7 * DAY : DAY;
  for (
    let at = Date.parse(startOf(since.getTime(), by));
    at < until.getTime() && keys.length < 400;
    at += step
  )
    keys.push(timeOf(at).slice(0, 10));
  return keys;
}

const timeOf = (time: number) => new Date(time).toISOString();
