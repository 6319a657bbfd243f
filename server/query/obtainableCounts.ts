import type { Row } from '../compare/compare.ts';
import type { Comparison } from '../compare/compareScopes.ts';
import type { Obtainable, Told } from '../compare/obtainable.ts';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { obtainableFor } from './obtainable.ts';

/** Every image among them is judged, so that more rows would keep others waiting. */
export const MOST_JUDGED = 5000;
const AT_ONCE = 500;

export type ToldOf = (row: Row) => Told | null;

/** What was judged of a comparison that is held in memory: pages of one list ask for the same again and again. */
const judged = new WeakMap<Comparison, Map<Row, Told | null>>();

/** Of each of these rows whether the other side can get it; throws where they are too many for that. */
export async function judgedRows(
  db: Queryable,
  compared: Comparison,
  rows: readonly Row[],
  sides: Parameters<typeof obtainableFor>[2],
): Promise<ToldOf> {
  const known = judged.get(compared) ?? new Map<Row, Told | null>();
  judged.set(compared, known);
  if (rows.length > MOST_JUDGED)
    throw new GazetteerError(
      'bad-request',
      `${rows.length} tools would have to be judged, and ${MOST_JUDGED} are at once`,
      'Ask for less besides: a match, a tier, a category, or tools by name',
    );
  const left = rows.filter((row) => !known.has(row));
  for (let from = 0; from < left.length; from += AT_ONCE) {
    const batch = left.slice(from, from + AT_ONCE);
    const toldOf = await obtainableFor(db, batch, sides);
    for (const row of batch) known.set(row, toldOf(row));
  }
  return (row) => known.get(row) ?? null;
}

/** How many rows are what; those with the same build already are none of it. */
export function countsOf(rows: readonly Row[], toldOf: ToldOf): Record<Obtainable, number> {
  const count = (answer: Obtainable) => rows.filter((row) => toldOf(row)?.obtainable === answer).length;
  return { yes: count('yes'), no: count('no'), unknown: count('unknown') };
}
