import { INSIDE } from '../facets/images/contents.ts';
import { accountOf } from '../facets/modules/node-class.ts';
import { facetNames } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import { closestVersions } from '../names/closest.ts';
import { currentNames } from '../names/current.ts';
import { spellVersion } from '../names/spelling.ts';
import { sortKey } from '../names/version.ts';
import { cursorOf, keyOfCursor } from '../routes/cursor.ts';
import type { FindAnswer, FindRow } from '../routes/schemas/find.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber, providerOf, tierOf } from '../store/providers.ts';
import { loadFailures } from './moduleLoads.ts';
import { pastable } from './pasting.ts';
import { namesLike, resolveTool } from './resolveTool.ts';
import { timeOrNull } from './rows.ts';

export interface FindFilter {
  tool: string;
  version: string;
  site: string;
  cluster: string;
  provider: FindRow['provider'] | '';
  limit: number;
  after: string;
}

/** An entry of the rollup, named. */
export interface RollupRow {
  tool: string;
  label: string;
  version: string;
  sort_key: string;
  offering: number;
  variant: string;
  build: string;
  provider: number;
  site: string;
  cluster_id: number;
  cluster: string;
  nodes: number;
  places: number;
  item: number;
  node_set: string;
  locator: string;
  access: string;
}

interface PlaceRow {
  item: number;
  facet: number;
  root_kind: string;
  root_path: string;
  root_key: string;
  item_path: string;
  document: string;
  /** Hash of the document of what is inside, of an image that was looked into. */
  inside: string | null;
  /** A sandbox that somebody can change. */
  writable: boolean;
  confirmed: Date | null;
}

/** Where a tool is, as what, and the line that loads it; what is nearest when it is nowhere. */
export async function find(db: Queryable, filter: FindFilter): Promise<FindAnswer> {
  const tool = await resolveTool(db, filter.tool);
  if (!tool) {
    return { ...EMPTY, version: filter.version, didYouMean: await namesLike(db, filter.tool) };
  }
  const found = await db.query<RollupRow>(sql('find-rows'), [
    tool.id,
    null,
    filter.site,
    filter.cluster,
    filter.provider === '' ? null : providerNumber(filter.provider),
  ]);
  const all = ordered(tool.name, found.rows).sort(compareRows);
  const { match, rows } = chooseVersion(all, filter.version);
  const page = pageAfter(rows, filter.after, filter.limit);
  return {
    tool: tool.name,
    label: tool.label,
    version: filter.version,
    match,
    items: await findRows(db, page),
    total: rows.length,
    next:
      rows.length > 0 && page.at(-1) !== rows.at(-1) && page.length > 0 ? cursorOf(keyOf(page.at(-1))) : null,
    versions: versionsOf(all),
    didYouMean: [],
  };
}

const EMPTY: FindAnswer = {
  tool: '',
  label: '',
  version: '',
  match: 'none',
  items: [],
  total: 0,
  next: null,
  versions: [],
  didYouMean: [],
};

const TIERS = ['1a', '1b', '2', '3', '4'];
const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Newest version first, then the provider that travels best, then place. */
function compareKeys(a: (string | number)[], b: (string | number)[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [a[at] ?? '', b[at] ?? ''];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : text(String(x), String(y));
    if (order !== 0) return at === 0 ? -order : order;
  }
  return 0;
}

function keyOf(row: RollupRow | undefined): (string | number)[] {
  if (!row) return [];
  const tier = TIERS.indexOf(tierOf(providerOf(row.provider)));
  return [
    row.sort_key,
    row.version,
    tier,
    row.site,
    row.cluster,
    row.provider,
    row.variant,
    row.build,
    row.offering,
  ];
}

/** Stored keys are those of the general order; a tool that declares another one is ordered by that. */
export function ordered(tool: string, rows: RollupRow[]): RollupRow[] {
  const ordering = currentNames().orderings.get(tool);
  if (ordering === undefined) return rows;
  return rows.map((row) => ({ ...row, sort_key: sortKey(row.version, ordering) }));
}

function compareRows(a: RollupRow, b: RollupRow): number {
  return compareKeys(keyOf(a), keyOf(b));
}

/** What each part of keyOf is. */
const KEY: Parameters<typeof keyOfCursor>[1] = [
  'text',
  'text',
  'integer',
  'text',
  'text',
  'integer',
  'text',
  'text',
  'integer',
];

function pageAfter(rows: RollupRow[], after: string, limit: number): RollupRow[] {
  const key = keyOfCursor(after, KEY);
  const from = key ? rows.findIndex((row) => compareKeys(keyOf(row), key) > 0) : 0;
  return from === -1 ? [] : rows.slice(from, from + limit);
}

const CLOSEST = 3;

/** Rows of the version asked for; else of versions that begin with it; else of the nearest ones. */
function chooseVersion(all: RollupRow[], version: string): { match: FindAnswer['match']; rows: RollupRow[] } {
  const wanted = version.trim();
  if (all.length === 0) return { match: 'none', rows: [] };
  if (wanted === '') return { match: 'exact', rows: all };
  const exact = all.filter((row) => row.version === wanted || row.version === spellVersion(wanted));
  if (exact.length > 0) return { match: 'exact', rows: exact };
  const begins = all.filter((row) => row.version.startsWith(`${wanted}.`));
  if (begins.length > 0) return { match: 'exact', rows: begins };
  const have = [...new Set(all.map((row) => row.version))].filter((one) => one !== '');
  const near = new Set(closestVersions(wanted, have, CLOSEST));
  return { match: near.size > 0 ? 'closest' : 'none', rows: all.filter((row) => near.has(row.version)) };
}

function versionsOf(rows: RollupRow[]): FindAnswer['versions'] {
  const versions = new Map<string, { clusters: Set<number>; providers: Set<FindRow['provider']> }>();
  for (const row of rows) {
    const one = versions.get(row.version) ?? { clusters: new Set(), providers: new Set() };
    one.clusters.add(row.cluster_id);
    one.providers.add(providerOf(row.provider));
    versions.set(row.version, one);
  }
  return [...versions].map(([version, one]) => ({
    version,
    clusters: one.clusters.size,
    providers: [...one.providers],
  }));
}

/** Entries of the rollup with their places, load lines and ages. */
export async function findRows(db: Queryable, rows: RollupRow[]): Promise<FindRow[]> {
  const [places, clusters] = await Promise.all([
    db.query<PlaceRow>(sql('find-places'), [rows.map((row) => row.item)]),
    db.query<{ id: number; nodes: number }>(
      `select cluster_id as id, count(*)::int as nodes from node
       where cluster_id = any($1) and retired_at is null group by cluster_id`,
      [[...new Set(rows.map((row) => row.cluster_id))]],
    ),
  ]);
  const failureOf = await loadFailures(
    db,
    rows.filter((row) => row.item > 0 && providerOf(row.provider) === 'module').map((row) => row.item),
  );
  const placeOf = new Map(places.rows.map((place) => [place.item, place]));
  const nodesOf = new Map(clusters.rows.map((row) => [row.id, row.nodes]));
  return rows.map((row) => {
    const provider = providerOf(row.provider);
    const place = placeOf.get(row.item);
    return {
      tool: row.tool,
      label: row.label,
      version: row.version,
      variant: row.variant,
      build: row.build,
      provider,
      // The bytes of a writable sandbox are nobody's promise.
      tier: place?.writable ? '4' : tierOf(provider),
      site: row.site,
      cluster: row.cluster,
      ...locate(row, place, provider),
      broken: provider === 'module' ? failureOf(row.item, row.locator) : '',
      access: row.access,
      places: row.places,
      nodes: row.node_set,
      nodeCount: row.nodes,
      clusterNodes: nodesOf.get(row.cluster_id) ?? 0,
      confirmedAt: timeOrNull(place?.confirmed ?? null),
      document: (row.locator.startsWith(INSIDE) ? place?.inside : place?.document) ?? '',
    };
  });
}

function locate(row: RollupRow, place: PlaceRow | undefined, provider: FindRow['provider']) {
  const facet = place && facetNames[place.facet];
  if (!facet) return { place: '', load: '', restricted: '', seenBy: '' };
  const found = facets[facet].locate({
    rootKind: place.root_kind,
    rootPath: place.root_path,
    itemPath: place.item_path,
    provider,
    locator: row.locator,
  });
  const restricted = found.restricted ?? '';
  // Another account may see it otherwise.
  const seenBy = restricted === '' ? '' : accountOf(place.root_key);
  return { place: found.place, load: pastable(found.load), restricted, seenBy };
}
