import { tierOfEntry } from '../compare/classes.ts';
import { type Comparable, MATCHES, type Match, matchOf } from '../compare/match.ts';
import type { ToolCell } from '../routes/schemas/toolGrid.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf, providers, type TierName } from '../store/providers.ts';
import { type Default, defaultsAmong } from './toolDefaults.ts';
import { type Begin, sinceWhen } from './toolSince.ts';

/** An entry of the rollup with what it is matched by. */
export interface GridRow {
  tool: string;
  version: string;
  version_id: number;
  sort_key: string;
  offering: number;
  variant: string;
  build: string;
  digest: string;
  provider: number;
  site: string;
  cluster_id: number;
  cluster: string;
  nodes: number;
  /** Its example place: a root item, or, negative, an observation. */
  item: number;
  /** Of modules; '' of others. */
  locator: string;
  /** In words with spaces between. */
  marks: string;
}

export type By = 'site' | 'cluster';

/** The column that a row stands in. */
export const placeKey = (row: { site: string; cluster: string }, by: By) =>
  JSON.stringify(by === 'site' ? [row.site, ''] : [row.site, row.cluster]);

/** One version at one place. */
export interface Reference {
  version: string;
  site: string;
  /** '' for all clusters of the site. */
  cluster: string;
  offered: Comparable[];
}

export interface Shown {
  tool: number;
  rows: GridRow[];
  by: By;
  reference: Reference | null;
}

/** What stands in the grid, in the order of the rows: a cell for each version and place that has it. */
export async function cellsOf(db: Queryable, { tool, rows, by, reference }: Shown): Promise<ToolCell[]> {
  const cells = new Map<string, GridRow[]>();
  for (const row of rows) {
    const key = `${placeKey(row, by)} ${row.version}`;
    const own = cells.get(key);
    if (own) own.push(row);
    else cells.set(key, [row]);
  }
  const matchOfRow = matcher(reference);
  const [sinceOf, defaultOf] = await Promise.all([sinceWhen(db, tool, rows), defaultsAmong(db, rows)]);
  return [...cells.values()].map((own): ToolCell => {
    const match = matchWith(own, by, reference, matchOfRow);
    const said = own.map(defaultOf);
    const begin = earliest(own.flatMap((row) => sinceOf(row) ?? []));
    return { ...cellOf(own, by), match, default: mostSaid(said), since: null, sinceAfter: null, ...begin };
  });
}

function cellOf(rows: GridRow[], by: By) {
  const [{ version, site, cluster } = { version: '', site: '', cluster: '' }] = rows;
  const named = new Set(rows.map((row) => providerOf(row.provider)));
  // The table of providers stands in the order in which they travel.
  const own = providers.filter((one) => named.has(one));
  const byCluster = new Map<number, number>();
  for (const row of rows) {
    byCluster.set(row.cluster_id, Math.max(byCluster.get(row.cluster_id) ?? 0, row.nodes));
  }
  return {
    version,
    site,
    cluster: by === 'site' ? '' : cluster,
    providers: own,
    tier: bestTier(rows),
    clusters: byCluster.size,
    nodes: [...byCluster.values()].reduce((sum, nodes) => sum + nodes, 0),
  };
}

export const bestTier = (rows: GridRow[]): TierName =>
  rows.map((row) => tierOfEntry(comparable(row))).reduce((one, other) => (other < one ? other : one), '4');

export const comparable = (row: GridRow): Comparable => ({
  tool: row.tool,
  version: row.version,
  variant: row.variant,
  build: row.build,
  provider: providerOf(row.provider),
  digest: row.digest,
  marks: row.marks === '' ? [] : row.marks.split(' '),
});

const rankOf = (match: Match) => MATCHES.indexOf(match);

/** How exactly a row is what others are matched with. Most rows are equal to one that was asked about: one offering is at many places. */
function matcher(reference: Reference | null): (row: GridRow) => number {
  const known = new Map<string, number>();
  return (row) => {
    const key = `${row.offering} ${row.marks}`;
    let rank = known.get(key);
    if (rank === undefined) {
      const own = comparable(row);
      const ranks = (reference?.offered ?? []).map((one) => rankOf(matchOf(one, own)));
      rank = ranks.reduce((best, one) => Math.min(best, one), rankOf('other-version'));
      known.set(key, rank);
    }
    return rank;
  };
}

function matchWith(
  rows: GridRow[],
  by: By,
  reference: Reference | null,
  matchOfRow: (row: GridRow) => number,
): Match {
  if (!reference) return 'other-version';
  const [{ version, site, cluster } = { version: '', site: '', cluster: '' }] = rows;
  const itself =
    version === reference.version &&
    site === reference.site &&
    (by === 'site' || reference.cluster === '' || cluster === reference.cluster);
  if (itself) return 'identical';
  const best = rows.reduce((rank, row) => Math.min(rank, matchOfRow(row)), rankOf('other-version'));
  return MATCHES[best] ?? 'other-version';
}

const mostSaid = (said: Default[]): Default =>
  said.includes('marked') ? 'marked' : said.includes('highest') ? 'highest' : '';

/** The longest of them; of equals one of which nobody saw the begin. */
function earliest(begins: Begin[]): Begin | undefined {
  const [first, ...others] = begins;
  return others.reduce((best, one) => (best && isBefore(one, best) ? one : best), first);
}

const isBefore = (one: Begin, other: Begin) =>
  one.since === other.since ? (one.sinceAfter ?? '') < (other.sinceAfter ?? '') : one.since < other.since;
