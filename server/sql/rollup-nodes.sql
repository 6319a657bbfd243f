-- Nodes in service that see each root of a cluster. $1 cluster.
select node_root.root_id as root, node.id as node, node.name
from node_root
join node on node.id = node_root.node_id and node.retired_at is null
where node.cluster_id = $1 and node_root.until is null
