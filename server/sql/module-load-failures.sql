-- What tests say against modules of some root items. $1 items. Only nodes that are still to test them count.
select item.id as item, load.full_name as "fullName", load.outcome, load.message, node.name as node,
  count(*) over (partition by item.id, load.full_name)::int as nodes
from root_item item join root on root.id = item.root_id and root.kind = 'tree'
join module_load load on load.tree = root.path and load.outcome <> 'loads'
join node on node.id = load.node_id and node.cluster_id = root.cluster_id and node.retired_at is null
  and node.settings ->> 'loadTests' = 'true'
join node_root on node_root.root_id = root.id and node_root.node_id = node.id and node_root.until is null
where item.id = any($1)
order by load.outcome desc, node.name desc
