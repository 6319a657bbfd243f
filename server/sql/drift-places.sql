-- Which nodes in service see what at each place of a cluster, now. $1 cluster. Content tells whether two roots hold the same.
select root.facet, root.kind, root.path, root.id as root, encode(root.digest, 'hex') as content, root.offerings,
  node_root.node_id as node, node_root.since, node_root.since_after as "sinceAfter",
  -- What is in it may have become other later than the node saw it first.
  (select max(since) from root_item where root_item.root_id = root.id and root_item.until is null) as filled
from root
join node_root on node_root.root_id = root.id and node_root.until is null
join node on node.id = node_root.node_id and node.retired_at is null
where root.cluster_id = $1 and root.digest is not null
order by root.facet, root.kind, root.path collate "C", node_root.node_id
