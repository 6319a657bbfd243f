-- When each of some roots was read last, by this node or by the one that read it for all. $1 roots, $2 node.
select root.id, greatest(
  (select root_walk.at from root_walk where root_walk.root_id = root.id order by root_walk.started_at desc limit 1),
  (select max(visit.started_at) from visit
   where visit.node_id = $2 and visit.confirmed & (1 << root.facet) <> 0
     and exists (select from node_root where node_root.node_id = $2 and node_root.root_id = root.id
       and node_root.until is null and visit.started_at >= node_root.since)
     and not root.id = any(visit.unconfirmed) and not root.id = any(visit.unwalked))) as at
from root where root.id = any($1)
