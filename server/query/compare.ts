import { type Row, summaryOf } from '../compare/compare.ts';
import { type Comparison, compareScopes, type Direction, type Wanted } from '../compare/compareScopes.ts';
import { namedCounts } from '../compare/counts.ts';
import { evidenceOf } from '../compare/evidence.ts';
import { heldInventory, isInventoryScope } from '../compare/heldInventories.ts';
import { MATCHES } from '../compare/match.ts';
import { scoreOf } from '../compare/score.ts';
import type { SideOf } from '../compare/sides.ts';
import type { CompareSettings } from '../config.ts';
import type { Tier } from '../routes/schemas/common.ts';
import type {
  Category,
  ComparedDirection,
  ComparedSide,
  ComparedTool,
  ComparisonAnswer,
  Match,
} from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import { placesOf } from './comparePlaces.ts';
import { recentComparison } from './compareRecent.ts';
import { obtainableFor } from './obtainable.ts';
import { countsOf, judgedRows, type ToldOf } from './obtainableCounts.ts';
import { timeOrNull } from './rows.ts';
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

/** The comparison of two scopes, and a page of its tools. */
export async function compareTwo(
  db: Queryable,
  filter: ComparisonFilter,
  settings: CompareSettings,
): Promise<ComparisonAnswer> {
  const { a, b } = filter;
  const compared = await recentComparison(db, `${a}\0${b}\0${settings.staleDays}`, () =>
    compareScopes(db, { a: wanted(db, a), b: wanted(db, b) }, settings),
  );
  return answerOf(db, compared, filter, settings);
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
    identity: ({ tool, version }) => [tool, version],
  });
  return {
    a: sideView(compared.a, all.there),
    b: sideView(compared.b, all.back),
    weights,
    there: directionView(all.there),
    back: directionView(all.back),
    unknownTools: named?.unknown.filter((word) => !isThere(compared, word.toLowerCase())) ?? [],
    obtainable: toldOf && countsOf(fitting, toldOf),
    ...page,
    items: await toolsOf(db, page.items, sides, toldOf),
  };

  function directionView({ summary }: Direction): ComparedDirection {
    return {
      score: scoreOf(summary.matches, weights),
      matches: namedCounts(summary.matches),
      tiers: summary.tiers.map(({ tier, matches }) => ({
        tier,
        score: scoreOf(matches, weights),
        ...namedCounts(matches),
      })),
      categories: summary.categories.map(({ category, matches }) => ({
        category,
        score: scoreOf(matches, weights),
        ...namedCounts(matches),
      })),
    };
  }
}

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

function sideView(side: SideOf, { rows }: Direction): ComparedSide {
  return {
    scope: side.text,
    at: timeOrNull(side.at),
    tools: rows.length,
    offerings: side.offered.length,
    oldest: timeOrNull(side.coverage.oldest),
    gaps: side.coverage.gaps,
  };
}

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

const text = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const order = (row: Row, tool: string, version: string) => text(row.tool, tool) || text(row.version, version);
const compareRows = (a: Row, b: Row) => order(a, b.tool, b.version);

async function toolsOf(
  db: Queryable,
  rows: Row[],
  sides: { own: SideOf; other: SideOf },
  toldOf: ToldOf | null,
): Promise<ComparedTool[]> {
  const obtainable = toldOf ?? (await obtainableFor(db, rows, sides));
  const placeOf = await placesOf(
    db,
    rows.flatMap(({ a, b }) => (b === null ? [a] : [a, b])),
  );
  return rows.map((row) => {
    const { a, b, tool, label, version, tier, category, match, otherBytes } = row;
    const [here, there] = [placeOf(a), placeOf(b)];
    const told = obtainable(row);
    return {
      tool,
      label,
      version,
      tier,
      category,
      match,
      evidence: evidenceOf(row, sides.other.coverage.gaps),
      otherBytes,
      obtainable: told?.obtainable ?? '',
      how: told?.how ?? '',
      variant: a.variant,
      build: a.build,
      provider: a.provider,
      digest: a.digest,
      place: here.place,
      load: here.load,
      thereVersion: b?.version ?? '',
      thereVariant: b?.variant ?? '',
      thereBuild: b?.build ?? '',
      thereProvider: b?.provider ?? '',
      thereDigest: b?.digest ?? '',
      therePlace: there.place,
      thereLoad: there.load,
    };
  });
}
