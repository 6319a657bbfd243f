import { relevantFacets } from '../compare/gapFacets.ts';
import { coverageOf, together } from '../compare/gaps.ts';
import type { Provider } from '../facets/facet.ts';
import type { ToolGrid, ToolPlace } from '../routes/schemas/toolGrid.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import { resolveTool } from './resolveTool.ts';
import { timeOrNull } from './rows.ts';
import { aboutTools } from './toolAbout.ts';
import { cellsOf, type GridRow, placeKey } from './toolCells.ts';
import { gridRows } from './toolEntries.ts';
import { referenceOf } from './toolReference.ts';
import { unknownTool } from './unknownTool.ts';

export interface GridQuery {
  tool: string;
  site: string;
  /** '' chooses clusters where they are few enough to stand side by side. */
  by: '' | 'site' | 'cluster';
  /** The version that the others are matched with; '' is the newest. */
  against: string;
  /** The site or site/cluster whose it is; '' is where it travels best. */
  at: string;
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
  const everywhere = await gridRows(db, tool);
  const rows = everywhere.filter(({ site }) => query.site === '' || site === query.site);
  const clusters = await clustersOf(db, query.site);
  const by = query.by || (clusters.length <= MOST_CLUSTERS ? 'cluster' : 'site');
  // Also of another site than the one that is shown.
  const reference = referenceOf(tool.label, everywhere, { ...query, by });
  const items = await cellsOf(db, { tool: tool.id, rows, by, reference });
  const about = (await aboutTools(db, [tool.name])).get(tool.name);
  return {
    tool: tool.name,
    label: tool.label,
    description: about?.description ?? '',
    homepage: about?.homepage ?? '',
    by,
    reference: reference && { version: reference.version, site: reference.site, cluster: reference.cluster },
    versions: [...new Set(rows.map((row) => row.version))],
    places: await placesOf(db, { rows, everywhere, clusters, by, staleDays: query.staleDays }),
    items,
    total: items.length,
    next: null,
  };
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

interface Told {
  rows: GridRow[];
  /** What it is offered as at any site says where it has to be looked for. */
  everywhere: GridRow[];
  clusters: Place[];
  by: 'site' | 'cluster';
  staleDays: number;
}

async function placesOf(
  db: Queryable,
  { rows, everywhere, clusters, by, staleDays }: Told,
): Promise<ToolPlace[]> {
  const clusterIds = clusters.map(({ id }) => id);
  const coverage = await coverageOf(db, { clusterIds, nodeIds: null, at: new Date(), staleDays });
  const relevant = relevantFacets(new Set(everywhere.map((row): Provider => providerOf(row.provider))));
  const newestAt = new Map<string, string>();
  // They stand newest first, those last that do not say their version.
  for (const row of rows) {
    const key = placeKey(row, by);
    if (!newestAt.has(key)) newestAt.set(key, row.version);
  }
  const groups = new Map<string, Place[]>();
  for (const cluster of clusters) {
    const key = placeKey(cluster, by);
    groups.set(key, [...(groups.get(key) ?? []), cluster]);
  }
  return [...groups].map(([key, own]): ToolPlace => {
    const [site, cluster] = JSON.parse(key);
    const newest = newestAt.get(key);
    const read = together(own.flatMap(({ id }) => coverage.get(id) ?? []));
    const without = (read.facets & relevant) === 0 ? 'missing' : 'unknown';
    return {
      site,
      cluster,
      state: newest === undefined ? without : 'has',
      newest: newest ?? '',
      confirmedAt: timeOrNull(read.oldest),
    };
  });
}
