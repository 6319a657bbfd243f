import { compareScopes } from '../compare/compareScopes.ts';
import { namedCounts } from '../compare/counts.ts';
import { isInventoryScope } from '../compare/heldInventories.ts';
import { BadScope, parseScope } from '../compare/scope.ts';
import { scoreOf } from '../compare/score.ts';
import type { CompareSettings } from '../config.ts';
import type { SeriesPoint } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import { keptSince } from '../store/prune/kept.ts';
import { onlyOf } from './compare.ts';
import { timeOf } from './rows.ts';
import { toolsNamed } from './toolNames.ts';

export interface SeriesFilter {
  a: string;
  b: string;
  /** Days, as 2026-11-01; '' for the last 90 days until now. */
  from: string;
  to: string;
  points: number;
  /** A list of tools: nothing else is compared. '' for all. */
  tools?: string;
}

const DAY = 86_400_000;
const DEFAULT_DAYS = 90;

/** How the score of a in b came about: the same comparison at equal steps of time, the last one at the end. */
export async function compareSeries(
  db: Queryable,
  { a, b, from, to, points, tools = '' }: SeriesFilter,
  settings: CompareSettings,
  now = new Date(),
): Promise<SeriesPoint[]> {
  if (isInventoryScope(a) || isInventoryScope(b))
    throw new BadScope('an inventory is of one time, so that there is no series of it');
  for (const scope of [a, b])
    if (parseScope(scope).at !== null) throw new BadScope('a series has its times from from and to');
  const end = Math.min(now.getTime(), dayOf(to)?.getTime() ?? now.getTime());
  const { closed } = await keptSince(db);
  const start =
    dayOf(from)?.getTime() ?? Math.min(end, Math.max(end - DEFAULT_DAYS * DAY, closed?.getTime() ?? 0));
  if (start > end) throw new BadScope('the series ends before it begins');
  const named = await toolsNamed(db, tools);
  const items: SeriesPoint[] = [];
  for (let at = 0; at < points; at += 1) {
    const time = points === 1 ? end : start + ((end - start) * at) / (points - 1);
    const when = new Date(Math.floor(time)).toISOString();
    const { there } = await compareScopes(db, { a: `${a}@${when}`, b: `${b}@${when}` }, settings);
    const { matches } = onlyOf(there, named).summary;
    items.push({
      at: timeOf(new Date(when)),
      score: scoreOf(matches, settings.weights),
      ...namedCounts(matches),
    });
  }
  return items;
}

/** The end of a day. */
const dayOf = (text: string): Date | null => (text === '' ? null : parseScope(`any@${text}`).at);
