import { type Row, summaryOf } from '../compare/compare.ts';
import { type Comparison, compareScopes, type Direction, type Wanted } from '../compare/compareScopes.ts';
import { heldInventory, isInventoryScope } from '../compare/heldInventories.ts';
import { MATCHES } from '../compare/match.ts';
import { offeringsIn } from '../compare/offered.ts';
import { type Outline, outlineOf } from '../compare/outline.ts';
import type { SideOf } from '../compare/sides.ts';
import { wholePair } from '../compare/wholePair.ts';
import type { CompareSettings } from '../config.ts';
import type { Tier } from '../routes/schemas/common.ts';
import type { Category, ComparisonAnswer, Match } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import { compareRows, directionView, identityOf, sideView, toolsOf } from './compareAnswer.ts';
import { isOutlined, outlinedAnswer } from './compareOutlined.ts';
import { RecentComparisons } from './compareRecent.ts';
import { countsOf, judgedRows } from './obtainableCounts.ts';
import type { PageAsked } from './sqlList.ts';
import { type NamedTools, toolsNamed } from './toolNames.ts';
import { pageOfWhole } from './wholeList.ts';

export interface ComparisonFilter extends PageAsked {
  a: string;
  b: string;
  direction: 'there' | 'back';
  match: Match | '';
  tier: Tier | '';
  category: Category | '';
  /** Part of a name. */
  q: string;
  /** Only what has other bytes under the same label there. */
  bytes: boolean;
  /** Only what the other side can get, or cannot; count: all, and how many are what. */
  obtainable?: '' | 'count' | 'yes' | 'no' | 'unknown';
  /** A list of tools: nothing else is compared. '' for all. */
  tools?: string;
}

const outlines = new RecentComparisons<Outline | null>();
const comparisons = new RecentComparisons<Comparison>();

/** The comparison of two scopes, and a page of its tools. Of what masks know only the rows of the page are compared one by one. */
export async function compareTwo(
  db: Queryable,
  filter: ComparisonFilter,
  settings: CompareSettings,
): Promise<ComparisonAnswer> {
  const { a, b } = filter;
  const key = `${a}\0${b}\0${settings.staleDays}`;
  if (isOutlined(filter) && !isInventoryScope(a) && !isInventoryScope(b)) {
    const outline = await outlines.of(db, key, () => outlineOfScopes(db, [a, b], settings));
    const answer = outline && (await outlinedAnswer(db, outline, filter, settings));
    if (answer) return answer;
  }
  const compared = await comparisons.of(db, key, () =>
    compareScopes(db, { a: wanted(db, a), b: wanted(db, b) }, settings),
  );
  return answerOf(db, compared, filter, settings);
}

/** Null where masks do not know these scopes. */
async function outlineOfScopes(
  db: Queryable,
  scopes: readonly [string, string],
  settings: CompareSettings,
): Promise<Outline | null> {
  const pair = await wholePair(db, scopes, settings);
  return pair && outlineOf(db, pair);
}

/** A scope, or the inventory that it stands for. */
function wanted(db: Queryable, text: string): Wanted {
  return isInventoryScope(text) ? heldInventory(db, text, Date.now()) : text;
}

/** The same of a comparison that is there. */
export async function answerOf(
  db: Queryable,
  compared: Comparison,
  filter: ComparisonFilter,
  { weights }: CompareSettings,
): Promise<ComparisonAnswer> {
  const named = await toolsNamed(db, filter.tools ?? '');
  const all = { there: onlyOf(compared.there, named), back: onlyOf(compared.back, named) };
  const there = filter.direction === 'there';
  const direction = there ? all.there : all.back;
  const other = there ? compared.b : compared.a;
  const sides = { own: there ? compared.a : compared.b, other };
  const fitting = direction.rows.filter((row) => fits(row, filter)).sort(compareRows);
  const { obtainable = '' } = filter;
  const toldOf = obtainable === '' ? null : await judgedRows(db, compared, fitting, sides);
  const rows =
    toldOf === null || obtainable === 'count'
      ? fitting
      : fitting.filter((row) => toldOf(row)?.obtainable === obtainable);
  const page = pageOfWhole(rows, filter, {
    cell: (row, column) => compareCells[column]?.(row),
    identity: identityOf,
  });
  return {
    a: viewOf(compared.a, all.there),
    b: viewOf(compared.b, all.back),
    weights,
    there: directionView(all.there.summary, weights),
    back: directionView(all.back.summary, weights),
    unknownTools: named?.unknown.filter((word) => !isThere(compared, word.toLowerCase())) ?? [],
    obtainable: toldOf && countsOf(fitting, toldOf),
    ...page,
    items: await toolsOf(db, page.items, sides, toldOf),
  };
}

const viewOf = (side: SideOf, { rows }: Direction) =>
  sideView(side, { tools: rows.length, offerings: offeringsIn(side) });

/** What is compared of some tools alone. */
export function onlyOf(direction: Direction, named: NamedTools | null): Direction {
  if (named === null) return direction;
  const rows = direction.rows.filter(({ tool }) => named.names.has(tool));
  return { rows, summary: summaryOf(rows) };
}

/** An inventory from elsewhere may have what nobody here has. */
const isThere = ({ there, back }: Comparison, tool: string) =>
  [there, back].some(({ rows }) => rows.some((row) => row.tool === tool));

/** By what rows can be sorted; matches by how exact they are. */
export const compareCells: Record<string, (row: Row) => unknown> = {
  tool: (row) => row.tool,
  version: (row) => row.version,
  tier: (row) => row.tier,
  category: (row) => row.category,
  match: (row) => MATCHES.indexOf(row.match),
  provider: (row) => row.a.provider,
  thereVersion: (row) => row.b?.version,
  thereProvider: (row) => row.b?.provider,
};

function fits(row: Row, { match, tier, category, q, bytes }: ComparisonFilter): boolean {
  const text = q.trim().toLowerCase();
  return (
    (match === '' || row.match === match) &&
    (tier === '' || row.tier === tier) &&
    (category === '' || row.category === category) &&
    (!bytes || row.otherBytes) &&
    (text === '' || row.tool.includes(text) || row.label.toLowerCase().includes(text))
  );
}
