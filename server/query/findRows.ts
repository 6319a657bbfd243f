import { INSIDE } from '../facets/images/contents.ts';
import { accountOf } from '../facets/modules/node-class.ts';
import { facetNames } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import type { FindRow } from '../routes/schemas/find.ts';
import { prepared } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf, tierOf } from '../store/providers.ts';
import { loadFailures } from './moduleLoads.ts';
import { pastable } from './pasting.ts';
import { timeOrNull } from './rows.ts';

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

/** What is known of the places of some entries. */
interface Places {
  placeOf: Map<number, PlaceRow>;
  nodesOf: Map<number, number>;
  failureOf: (item: number, locator: string) => string;
}

export async function placesOf(
  db: Queryable,
  entries: Pick<RollupRow, 'item' | 'provider' | 'cluster_id'>[],
): Promise<Places> {
  const modules = entries.filter(({ item, provider }) => item > 0 && providerOf(provider) === 'module');
  const [places, clusters, failureOf] = await Promise.all([
    prepared<PlaceRow & Record<string, unknown>>(db, 'find-places', [entries.map(({ item }) => item)]),
    prepared<{ id: number; nodes: number }>(db, 'nodes-in-service', [
      [...new Set(entries.map((row) => row.cluster_id))],
    ]),
    loadFailures(
      db,
      modules.map(({ item }) => item),
    ),
  ]);
  return {
    placeOf: new Map(places.rows.map((place) => [place.item, place])),
    nodesOf: new Map(clusters.rows.map((row) => [row.id, row.nodes])),
    failureOf,
  };
}

/** Entries of the rollup with their places, load lines and ages. */
export async function findRows(db: Queryable, rows: RollupRow[]): Promise<FindRow[]> {
  return rows.length === 0 ? [] : toldRows(rows, await placesOf(db, rows));
}

export function toldRows(rows: RollupRow[], { placeOf, nodesOf, failureOf }: Places): FindRow[] {
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
      tier: tierOf(provider, place?.writable),
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
