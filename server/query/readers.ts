import type { Queryable } from '../store/database.ts';

/** Of roots that many nodes share: the name of the node that read each last for all, where one did. */
export async function readersOf(db: Queryable, rootIds: number[]): Promise<Map<number, string>> {
  if (rootIds.length === 0) return new Map();
  const found = await db.query<{ id: number; node: string }>(
    `select distinct on (root_walk.root_id) root_walk.root_id as id, node.name as node
     from root_walk join node on node.id = root_walk.node_id
     where root_walk.root_id = any($1) order by root_walk.root_id, root_walk.started_at desc`,
    [rootIds],
  );
  return new Map(found.rows.map((row) => [row.id, row.node]));
}
