import { nodesNamed } from '../../query/nodesNamed.ts';
import { scopeText } from '../scope.ts';
import type { Source } from './source.ts';

/** The scope of those of its nodes that are in service when the report is made; '' where none is. */
export async function scopeNow({ db, scope }: Source): Promise<string> {
  const { site, cluster } = scope;
  const found = await db.query<{ name: string }>(
    `select node.name from node
     join cluster on cluster.id = node.cluster_id and cluster.name = $2
     join site on site.id = cluster.site_id and site.name = $1
     where node.retired_at is null and node.name = any($3)`,
    [site, cluster, nodesNamed(scope.nodes)],
  );
  const nodes = found.rows.map(({ name }) => name);
  return nodes.length === 0 ? '' : scopeText({ site, cluster, nodes });
}
