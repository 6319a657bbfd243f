import { loadedModule } from '../facets/modules/index.ts';
import type { Queryable } from '../store/database.ts';

interface FailedRow {
  item: number;
  fullName: string;
  outcome: string;
  message: string;
  node: string;
  nodes: number;
}

/**
 * What tests say against modules of these root items: a function that tells it of one, '' when nothing speaks
 * against it. Only nodes that are still to test them count.
 */
export async function loadFailures(
  db: Queryable,
  items: number[],
): Promise<(item: number, locator: string) => string> {
  const found = await db.query<FailedRow>(
    `select item.id as item, load.full_name as "fullName", load.outcome, load.message, node.name as node,
       count(*) over (partition by item.id, load.full_name)::int as nodes
     from root_item item join root on root.id = item.root_id and root.kind = 'tree'
     join module_load load on load.tree = root.path and load.outcome <> 'loads'
     join node on node.id = load.node_id and node.cluster_id = root.cluster_id and node.retired_at is null
       and node.settings ->> 'loadTests' = 'true'
     join node_root on node_root.root_id = root.id and node_root.node_id = node.id and node_root.until is null
     where item.id = any($1)
     order by load.outcome desc, node.name desc`,
    [items],
  );
  const failures = new Map(found.rows.map((row) => [`${row.item} ${row.fullName}`, row]));
  return (item, locator) => {
    const failed = failures.size > 0 && failures.get(`${item} ${loadedModule(locator)}`);
    if (!failed) return '';
    const more = failed.nodes > 1 ? ` and ${failed.nodes - 1} more` : '';
    const what = failed.outcome === 'timeout' ? 'does not load in time' : 'does not load';
    return `${what} on ${failed.node}${more}: ${failed.message}`;
  };
}
