import { relevantFacets } from '../compare/gapFacets.ts';
import { coverageOf, together } from '../compare/gaps.ts';
import type { Provider } from '../facets/facet.ts';
import type { ToolGrid, ToolPlace } from '../routes/schemas/toolGrid.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import { keysOf } from './findEntries.ts';
import { resolveTool } from './resolveTool.ts';
import { timeOrNull } from './rows.ts';
import { aboutTools } from './toolAbout.ts';
import { cellsOf, type GridRow, placeKey } from './toolCells.ts';
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
  const found = await db.query<GridRow & Record<string, unknown>>(sql('find-rows'), [
    tool.id,
    null,
    '',
    '',
    null,
  ]);
  const keyOfVersion = keysOf(tool.name);
  const everywhere = found.rows.map((row) => ({ ...row, sort_key: keyOfVersion(row) })).sort(newestFirst);
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

/** Version order; a version that is not told comes last. */
function newestFirst(a: GridRow, b: GridRow): number {
  if (a.sort_key !== b.sort_key) return a.sort_key < b.sort_key ? 1 : -1;
  return a.version < b.version ? 1 : a.version > b.version ? -1 : 0;
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
  const groups = new Map<string, Place[]>();
  for (const cluster of clusters) {
    const key = placeKey(cluster, by);
    groups.set(key, [...(groups.get(key) ?? []), cluster]);
  }
  return [...groups].map(([key, own]): ToolPlace => {
    const [site, cluster] = JSON.parse(key);
    const newest = rows.find((row) => placeKey(row, by) === key);
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
