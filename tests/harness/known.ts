import type { Queryable } from '../../server/store/database.ts';

/** Everything that is known now: what find answers from, and every interval that is open. */
export async function whatIsKnown(db: Queryable) {
  const tools = await db.query<Record<string, unknown>>('select * from cluster_tool order by 1, 2, 3');
  const open = await db.query<Record<string, unknown>>(
    `select 'o', node_id as a, facet as b, document_id as c, since from observation where until is null
     union all select 'n', node_id, root_id, 0, since from node_root where until is null
     union all select 'i', root_id, id, document_id, since from root_item where until is null order by 1, 2, 3`,
  );
  return { tools: tools.rows, open: open.rows };
}
