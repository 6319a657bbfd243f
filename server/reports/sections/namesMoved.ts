import { parseScope, resolveScope } from '../../compare/scope.ts';
import { fold } from '../../inventory/nodeSet.ts';
import type { Source } from './source.ts';
import { counted, sentence } from './words.ts';

interface Known {
  id: number;
  name: string;
  retired: boolean;
}

/**
 * What has to be known of nodes whose names did not stay: changes are told of those that had the names when the period began, as
 * the page of changes does, and all else of those that have them now.
 */
export async function namesMoved({ db, scope, window }: Source): Promise<string[]> {
  if (scope.nodes === '') return [];
  const { nodes, ...rest } = parseScope(scope.text);
  const then = await resolveScope(db, { ...rest, nodes, at: window.since });
  const found = await db.query<Known & Record<string, unknown>>(
    `select id, name, retired_at is not null as retired from node where cluster_id = any($1) and (id = any($2) or name = any($3))`,
    [then.clusterIds, then.nodeIds, nodes],
  );
  const ids = new Set(then.nodeIds);
  const gone = found.rows.filter(({ id, retired }) => retired && ids.has(id));
  const renamed = found.rows.filter(
    ({ id, name, retired }) => !retired && ids.has(id) !== nodes.includes(name),
  );
  return [
    ...told(
      gone,
      (nodes) => `${nodes} taken out of service since; what is told as of the making leaves them out`,
    ),
    ...told(
      renamed,
      (nodes) =>
        `${nodes} renamed since the period began; changes are told of the nodes that were called so then, all else of those that are now`,
    ),
  ];
}

function told(nodes: Known[], what: (nodes: string) => string): string[] {
  if (nodes.length === 0) return [];
  const names = fold(nodes.map(({ name }) => name));
  return [`${sentence(what(counted(nodes.length, 'node was', 'nodes were')))}: ${names}.`];
}
