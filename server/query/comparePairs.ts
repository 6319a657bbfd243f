import { windowOf } from '../changes/window.ts';
import { CATEGORIES } from '../compare/category.ts';
import { TIERS } from '../compare/classes.ts';
import { namedCounts, noCounts } from '../compare/counts.ts';
import { MATCHES } from '../compare/match.ts';
import { scoreOf } from '../compare/score.ts';
import type { CompareSettings } from '../config.ts';
import type { Tier } from '../routes/schemas/common.ts';
import type { Category, PairRow, Pairs } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import { type PairSide, sidesNow } from './comparePairSides.ts';
import { countedPairs, countedThen, isFew, type PastSide, sidesThen } from './comparePairsCounted.ts';
import { timeOrNull } from './rows.ts';
import type { PageAsked } from './sqlList.ts';
import { toolsNamed } from './toolNames.ts';
import { pageOfRecords } from './wholeList.ts';

export interface PairFilter {
  of: 'sites' | 'clusters';
  /** Only what is of this site, on both sides; '' for all. */
  site: string;
  tier: Tier | '';
  category: Category | '';
  /** A list of tools: nothing else is compared. '' for all. */
  tools?: string;
  /** As it was at that time, as a person writes one; '' for now. */
  at?: string;
}

/** Counts of one pair: per match, per tier and match, per category and match. */
export interface PairCounts {
  matches: number[];
  tiers: number[];
  categories: number[];
}

/** The sides, and the counts of a pair of them by their ids; undefined for one that was not counted yet. */
export interface Counted {
  sides: PairSide[];
  countsOf: (a: number, b: number) => PairCounts | undefined;
  /** They are of the past, and were counted then. */
  kept?: boolean;
}

export type AllPairs = Omit<Pairs, 'matrix'>;

/** By what pairs can be sorted. */
export const PAIR_ORDERS = ['a', 'b', 'score', 'total', ...MATCHES];

/** More is a matrix that nobody reads. */
const MOST_SIDES = 60;

/** Some of the pairs, and all of them as a matrix. */
export function pageOfPairs(pairs: AllPairs, asked: PageAsked): Pairs {
  return {
    ...pairs,
    ...pageOfRecords(pairs.items, asked, ['a', 'b']),
    matrix: pairs.sides.length > MOST_SIDES ? [] : matrixOf(pairs),
  };
}

function matrixOf({ items, sides }: AllPairs): Pairs['matrix'] {
  const rowOf = new Map(items.map((row) => [`${row.a} ${row.b}`, row]));
  const cell = (row: PairRow) => ({ score: row.score, counts: MATCHES.map((match) => row[match]) });
  return sides.map(({ name: a }) =>
    sides.map(({ name: b }) => {
      const row = rowOf.get(`${a} ${b}`);
      return row === undefined ? null : cell(row);
    }),
  );
}

/** How exactly every two of them match. A pair that was not counted yet is unknown. */
export async function listPairs(
  db: Queryable,
  filter: PairFilter,
  { weights, staleDays }: CompareSettings,
): Promise<AllPairs> {
  const { tier, category, tools = '' } = filter;
  const at = filter.at ? windowOf('', filter.at).until : null;
  const named = await toolsNamed(db, tools);
  const { sides, countsOf, kept } =
    at !== null
      ? await pastPairs(db, filter, { at, tools: named?.names ?? null, staleDays })
      : named !== null
        ? await countedPairs(db, filter, named.ids)
        : await storedPairs(db, filter);
  const state = await db.query<{ at: Date | null }>(
    `select nullif(refreshed_at, 'epoch') as at from compare_state where id = 1`,
  );
  const items = sides.flatMap((a) =>
    sides.flatMap((b) => {
      if (a.id === b.id) return [];
      const counts = countsOf(a.id, b.id);
      const own = counts ? partOf(counts, tier, category) : noCounts();
      return [{ a: a.name, b: b.name, score: scoreOf(own, weights), ...namedCounts(own) }];
    }),
  );
  return {
    items,
    total: items.length,
    next: null,
    refreshedAt: timeOrNull(state.rows[0]?.at ?? null),
    at: timeOrNull(at),
    kept: kept ?? false,
    unknownTools: named?.unknown ?? [],
    weights,
    sides: sides.map(({ name, gaps }) => ({ name, gaps })),
  };
}

function partOf({ matches, tiers, categories }: PairCounts, tier: Tier | '', category: Category | '') {
  const M = MATCHES.length;
  const part = (counts: number[], at: number) => counts.slice(at * M, (at + 1) * M);
  if (tier !== '') return part(tiers, TIERS.indexOf(tier));
  return category === '' ? matches : part(categories, CATEGORIES.indexOf(category));
}

/** As they were counted after the sweeps. */
async function storedPairs(db: Queryable, { of, site, tier, category }: PairFilter): Promise<Counted> {
  const sides = await sidesNow(db, of, site);
  // A row has a hundred numbers, of which an answer tells eight.
  const wanted = tier !== '' ? 'tiers' : category !== '' ? 'categories' : 'matches';
  const columns = ['matches', 'tiers', 'categories'].map((one) =>
    one === wanted ? one : `'{}'::int[] as ${one}`,
  );
  const found = await db.query<PairCounts & { a: number; b: number } & Record<string, unknown>>(
    `select a_id as a, b_id as b, ${columns} from ${of === 'sites' ? 'site_pair' : 'cluster_pair'}
     where a_id = any($1) and b_id = any($1)`,
    [sides.map(({ id }) => id)],
  );
  const counts = new Map(found.rows.map((row) => [`${row.a} ${row.b}`, row]));
  return { sides, countsOf: (a, b) => counts.get(`${a} ${b}`) };
}

async function pastPairs(
  db: Queryable,
  filter: PairFilter,
  { at, tools, staleDays }: { at: Date; tools: ReadonlySet<string> | null; staleDays: number },
): Promise<Counted> {
  const sides = await sidesThen(db, filter, { at, staleDays });
  const { of, site, tier, category } = filter;
  // Only counts of all tools are kept, and of clusters those of one site.
  const isKept = tier === '' && category === '' && tools === null && (of === 'sites' || site !== '');
  return (
    (isKept ? await keptPairs(db, of, sides, at) : null) ?? (await countedThen(db, sides, { at, tools }))
  );
}

/** As they were counted last before a time; null where nothing was kept of it and the intervals can tell. */
async function keptPairs(
  db: Queryable,
  of: PairFilter['of'],
  sides: PastSide[],
  at: Date,
): Promise<Counted | null> {
  const found = await db.query<{ a: number; b: number; matches: number[] } & Record<string, unknown>>(
    `select distinct on (a_id, b_id) a_id as a, b_id as b, matches from pair_past
     where clusters = $1 and a_id = any($2) and b_id = any($2) and since <= $3 order by a_id, b_id, since desc`,
    [of === 'clusters', sides.map(({ id }) => id), at],
  );
  if (found.rows.length === 0 && isFew(sides)) return null;
  const counts = new Map(
    found.rows.map(({ a, b, matches }) => [`${a} ${b}`, { matches, tiers: [], categories: [] }]),
  );
  return { sides, countsOf: (a, b) => counts.get(`${a} ${b}`), kept: true };
}
