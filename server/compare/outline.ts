import type { Queryable } from '../store/database.ts';
import { numbersIn } from '../store/numbersIn.ts';
import { CATEGORIES, type Category } from './category.ts';
import { TIERS } from './classes.ts';
import type { Row, Summary } from './compare.ts';
import { maskRows, numbersOf } from './maskRows.ts';
import { MATCHES } from './match.ts';
import { offeringsIn } from './offered.ts';
import { TwoSides, type VersionCount } from './twoSides.ts';
import { compareTools, type WholePair } from './wholePair.ts';

/** A tool of one side, with its versions in numbers. */
export interface OutlinedTool {
  id: number;
  tool: string;
  label: string;
  category: Category;
  counts: VersionCount[];
}

/**
 * A comparison without its rows: of each tool how many versions match how, so that it is known which tools make up a page before any of
 * their offerings is read.
 */
export interface Outline {
  pair: WholePair;
  /** Offerings of each side. */
  offerings: readonly [a: number, b: number];
  /** By name. */
  there: OutlinedTool[];
  back: OutlinedTool[];
}

/** Tools that masks do not know of yet are compared one by one; of more, everything may as well be. */
const MOST_STALE = 2000;

type Counted = Omit<OutlinedTool, 'tool' | 'label'>;

interface CountedBothWays {
  there: Counted[];
  back: Counted[];
  offerings: [a: number, b: number];
}

/** From the masks, and from the rollup for tools whose masks are not made anew yet; null where masks do not know a side. */
export async function outlineOf(db: Queryable, pair: WholePair): Promise<Outline | null> {
  const clusterIds = pair.flatMap((side) => side.clusterIds);
  const state = await db.query<{ known: boolean }>(
    'select cluster_ids @> $1::int[] as known from compare_state where id = 1',
    [clusterIds],
  );
  if (!state.rows[0]?.known) return null;
  const noted = await db.query<{ tool: number }>(
    'select distinct tool_id as tool from stale_tool where cluster_id = any($1) limit $2',
    [clusterIds, MOST_STALE + 1],
  );
  if (noted.rows.length > MOST_STALE) return null;
  const stale = noted.rows.map(({ tool }) => tool);
  const counted = await countedByMasks(db, pair, new Set(stale));
  const names = await namesOf(db, [...counted.there.map(idOf), ...counted.back.map(idOf), ...stale]);
  const compared = stale.length === 0 ? null : await compareTools(db, pair, stale);
  const all = (direction: 'there' | 'back') =>
    [...counted[direction], ...countedRows(compared?.[direction].rows ?? [], names)]
      .flatMap(({ id, category, counts }): OutlinedTool[] => {
        const named = names.get(id);
        return named ? [{ id, tool: named.tool, label: named.label, category, counts }] : [];
      })
      .sort((a, b) => (a.tool < b.tool ? -1 : Number(a.tool > b.tool)));
  const offered = (side: 0 | 1) =>
    counted.offerings[side] + (compared ? offeringsIn(side === 0 ? compared.a : compared.b) : 0);
  return { pair, offerings: [offered(0), offered(1)], there: all('there'), back: all('back') };
}

const idOf = ({ id }: { id: number }) => id;

async function countedByMasks(
  db: Queryable,
  pair: WholePair,
  stale: ReadonlySet<number>,
): Promise<CountedBothWays> {
  const of = pair.every(({ isSite }) => isSite) ? 'sites' : 'clusters';
  const [a, b] = pair.map(({ siteId, clusterIds, coverage }) => ({
    ids: of === 'sites' ? [siteId] : clusterIds,
    gaps: coverage.facets,
  }));
  const found: CountedBothWays = { there: [], back: [], offerings: [0, 0] };
  if (!a || !b) return found;
  const sides = new TwoSides([a, b]);
  for await (const row of maskRows(db, { of, sites: pair.map(({ siteId }) => siteId), offerings: true })) {
    if (stale.has(row.id)) continue;
    const offerings = row.offerings === null ? null : numbersIn(row.offerings);
    const counts = sides.of(numbersOf(row.classes), of === 'sites' ? row.sites : row.clusters, offerings);
    if (counts === null) continue;
    for (const side of [0, 1] as const) found.offerings[side] += counts.offerings[side];
    const category = CATEGORIES[row.category] ?? 'program';
    for (const direction of ['there', 'back'] as const)
      if (counts[direction].length > 0)
        found[direction].push({ id: row.id, category, counts: counts[direction] });
  }
  return found;
}

type Names = Map<number, { tool: string; label: string }>;

async function namesOf(db: Queryable, tools: number[]): Promise<Names> {
  const found = await db.query<{ id: number; tool: string; label: string }>(
    'select id, name as tool, label from tool where id = any($1)',
    [[...new Set(tools)]],
  );
  return new Map(found.rows.map(({ id, tool, label }) => [id, { tool, label }]));
}

/** The same of tools that were compared one by one. */
function countedRows(rows: Row[], names: Names): Counted[] {
  const ids = new Map([...names].map(([id, { tool }]) => [tool, id]));
  const tools = new Map<string, Counted>();
  for (const { tool, category, tier, match } of rows) {
    const one = tools.get(tool) ?? { id: ids.get(tool) ?? 0, category, counts: [] };
    tools.set(tool, one);
    const at = { tier: TIERS.indexOf(tier), match: MATCHES.indexOf(match) };
    const count = one.counts.find((known) => known.tier === at.tier && known.match === at.match);
    if (count) count.versions += 1;
    else one.counts.push({ ...at, versions: 1 });
  }
  return [...tools.values()];
}

export const versionsIn = (counts: readonly VersionCount[]): number =>
  counts.reduce((sum, { versions }) => sum + versions, 0);

/** The counts of the rows that these tools have: those that summaryOf gives of the rows themselves. */
export function summaryOfTools(tools: readonly OutlinedTool[]): Summary {
  const none = () => new Array<number>(MATCHES.length).fill(0);
  const matches = none();
  const tiers = TIERS.map((tier) => ({ tier, matches: none() }));
  const categories = CATEGORIES.map((category) => ({ category, matches: none() }));
  for (const { category, counts } of tools) {
    const own = categories.find((one) => one.category === category)?.matches;
    for (const { tier, match, versions } of counts)
      for (const list of [matches, tiers[tier]?.matches, own])
        if (list) list[match] = (list[match] ?? 0) + versions;
  }
  return { matches, tiers, categories };
}
