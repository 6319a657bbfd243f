-- Which nodes in service see what at each place of a cluster, now. $1 cluster. Content tells whether two roots hold the same.
with held as materialized (
  select root.facet, root.kind, root.path, root.id, encode(root.digest, 'hex') as content, root.offerings,
    -- What is in it may have become other later than a node saw it first.
    max(root_item.since) as filled
  from root left join root_item on root_item.root_id = root.id and root_item.until is null
  where root.cluster_id = $1 and root.digest is not null
  group by root.id
)
select held.facet, held.kind, held.path, held.id as root, held.content, held.offerings, held.filled, node_root.node_id as node,
  node_root.since, node_root.since_after as "sinceAfter"
from held
join node_root on node_root.root_id = held.id and node_root.until is null
join node on node.id = node_root.node_id and node.retired_at is null
order by held.facet, held.kind, held.path collate "C", node_root.node_id
