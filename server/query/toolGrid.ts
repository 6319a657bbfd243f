import { relevantFacets } from '../compare/gapFacets.ts';
import { coverageOf, together } from '../compare/gaps.ts';
import { GazetteerError } from '../errors.ts';
import type { Provider } from '../facets/facet.ts';
import type { ToolCell, ToolGrid, ToolPlace } from '../routes/schemas/toolGrid.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf, providers, tierOf } from '../store/providers.ts';
import { keysOf } from './findEntries.ts';
import type { RollupRow } from './findRows.ts';
import { namesLike, resolveTool } from './resolveTool.ts';
import { timeOrNull } from './rows.ts';
import { aboutTools } from './toolAbout.ts';

export interface GridQuery {
  tool: string;
  site: string;
  /** '' chooses clusters where they are few enough to stand side by side. */
  by: '' | 'site' | 'cluster';
  staleDays: number;
}

interface Place {
  id: number;
  site: string;
  cluster: string;
}

/** As many columns as can be read beside one another. */
const MOST_CLUSTERS = 12;

/** Which versions of a tool are where: versions by places, with what is known of places without it. */
export async function toolGrid(db: Queryable, query: GridQuery): Promise<ToolGrid> {
  const tool = await resolveTool(db, query.tool);
  if (!tool) throw await unknownTool(db, query.tool);
  const found = await db.query<RollupRow & Record<string, unknown>>(sql('find-rows'), [
    tool.id,
    null,
    query.site,
    '',
    null,
  ]);
  const keyOfVersion = keysOf(tool.name);
  const rows = found.rows.map((row) => ({ ...row, sort_key: keyOfVersion(row) })).sort(newestFirst);
  const clusters = await clustersOf(db, query.site);
  const by = query.by || (clusters.length <= MOST_CLUSTERS ? 'cluster' : 'site');
  const items = cellsOf(rows, by);
  const about = (await aboutTools(db, [tool.name])).get(tool.name);
  return {
    tool: tool.name,
    label: tool.label,
    description: about?.description ?? '',
    homepage: about?.homepage ?? '',
    by,
    versions: [...new Set(rows.map((row) => row.version))],
    places: await placesOf(db, { rows, clusters, by, staleDays: query.staleDays }),
    items,
    total: items.length,
    next: null,
  };
}

async function unknownTool(db: Queryable, asked: string): Promise<GazetteerError> {
  const near = await namesLike(db, asked);
  const hint = near.length === 0 ? '/api/v1/tools lists what there is' : `Did you mean: ${near.join(', ')}`;
  return new GazetteerError('not-found', `no tool named ${asked.slice(0, 100)} was seen anywhere`, hint);
}

async function clustersOf(db: Queryable, site: string): Promise<Place[]> {
  const found = await db.query<Place & Record<string, unknown>>(
    `select cluster.id, site.name as site, cluster.name as cluster
     from cluster join site on site.id = cluster.site_id
     where cluster.retired_at is null and site.retired_at is null and ($1 = '' or site.name = $1)
     order by site.name collate "C", cluster.name collate "C"`,
    [site],
  );
  return found.rows;
}

/** Version order; a version that is not told comes last. */
function newestFirst(a: RollupRow, b: RollupRow): number {
  if (a.sort_key !== b.sort_key) return a.sort_key < b.sort_key ? 1 : -1;
  return a.version < b.version ? 1 : a.version > b.version ? -1 : 0;
}

const keyOf = (row: { site: string; cluster: string }, by: 'site' | 'cluster') =>
  JSON.stringify(by === 'site' ? [row.site, ''] : [row.site, row.cluster]);

function cellsOf(rows: RollupRow[], by: 'site' | 'cluster'): ToolCell[] {
  const cells = new Map<string, RollupRow[]>();
  for (const row of rows) {
    const key = `${keyOf(row, by)} ${row.version}`;
    cells.set(key, [...(cells.get(key) ?? []), row]);
  }
  return [...cells.values()].map((own) => cellOf(own, by));
}

function cellOf(rows: RollupRow[], by: 'site' | 'cluster'): ToolCell {
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
    tier: tierOf(own[0] ?? 'system'),
    clusters: byCluster.size,
    nodes: [...byCluster.values()].reduce((sum, nodes) => sum + nodes, 0),
  };
}

interface Told {
  rows: RollupRow[];
  clusters: Place[];
  by: 'site' | 'cluster';
  staleDays: number;
}

async function placesOf(db: Queryable, { rows, clusters, by, staleDays }: Told): Promise<ToolPlace[]> {
  const clusterIds = clusters.map(({ id }) => id);
  const coverage = await coverageOf(db, { clusterIds, nodeIds: null, at: new Date(), staleDays });
  const relevant = relevantFacets(new Set(rows.map((row): Provider => providerOf(row.provider))));
  const groups = new Map<string, Place[]>();
  for (const cluster of clusters) {
    const key = keyOf(cluster, by);
    groups.set(key, [...(groups.get(key) ?? []), cluster]);
  }
  return [...groups].map(([key, own]): ToolPlace => {
    const [site, cluster] = JSON.parse(key);
    const newest = rows.find((row) => keyOf(row, by) === key);
    const read = together(own.flatMap(({ id }) => coverage.get(id) ?? []));
    const without = (read.facets & relevant) === 0 ? 'missing' : 'unknown';
    return {
      site,
      cluster,
      state: newest ? 'has' : without,
      newest: newest?.version ?? '',
      confirmedAt: timeOrNull(read.oldest),
    };
  });
}
