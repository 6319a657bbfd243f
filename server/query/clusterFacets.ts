import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import { fold } from '../inventory/nodeSetFold.ts';
import type { ClusterFacet } from '../routes/schemas/clusterFacets.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { factsLine, lineFacets } from './factsLine.ts';
import { timeOrNull } from './rows.ts';

interface Row {
  facet: number;
  kind: string;
  path: string;
  shared: boolean;
  document: string | null;
  facts: unknown;
  names: string[];
  node: number;
  items: number;
  offerings: number;
  confirmed: Date | null;
}

/** What the nodes of a cluster hold, facet by facet, what most of them hold first. */
export async function clusterFacets(db: Queryable, site: string, cluster: string): Promise<ClusterFacet[]> {
  const found = await db.query<{ id: number }>(
    'select cluster.id from cluster join site on site.id = cluster.site_id where site.name = $1 and cluster.name = $2',
    [site, cluster],
  );
  const id = found.rows[0]?.id;
  if (id === undefined) throw new GazetteerError('not-found', `there is no cluster ${site}/${cluster}`);
  const held = await db.query<Row & Record<string, unknown>>(sql('cluster-facets'), [id, lineFacets]);
  return held.rows.toSorted(byFacetAndNodes).map((row) => ({
    facet: facetNames[row.facet] ?? '',
    root: row.path,
    kind: row.kind,
    shared: row.shared,
    line: factsLine(facetNames[row.facet] ?? '', row.facts),
    nodes: fold(row.names),
    nodeCount: row.names.length,
    node: row.node,
    document: row.document,
    items: row.items,
    offerings: row.offerings,
    confirmedAt: timeOrNull(row.confirmed),
  }));
}

function byFacetAndNodes(a: Row, b: Row): number {
  const place = (row: Row) => `${row.kind}\0${row.path}`;
  if (a.facet !== b.facet) return a.facet - b.facet;
  if (place(a) !== place(b)) return place(a) < place(b) ? -1 : 1;
  return b.names.length - a.names.length || a.node - b.node;
}
