import type { Queryable } from '../store/database.ts';

/** Of roots that many nodes share: the name of the node that read each last for all, where one did. */
export async function readersOf(db: Queryable, rootIds: number[]): Promise<Map<number, string>> {
  if (rootIds.length === 0) return new Map();
  const found = await db.query<{ id: number; node: string }>(
    `select root.id, node.name as node
     from root
     cross join lateral (
       select (sweep.walks -> root.id::text ->> 'node')::int as node_id
       from (select started_at, walks from sweep where sweep.cluster_id = root.cluster_id
         order by started_at desc limit 200) as sweep
       where sweep.walks ? root.id::text order by sweep.started_at desc limit 1) as walk
     join node on node.id = walk.node_id
     where root.id = any($1)`,
    [rootIds],
  );
  return new Map(found.rows.map((row) => [row.id, row.node]));
}
