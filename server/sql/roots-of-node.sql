-- The roots that a node ($1) sees, when each was confirmed last, by itself or by the node that read it for all, and which one that was.
select root.id, root.facet, root.kind, root.path, root.key, root.mount, root.node_scope as "nodeScope",
  greatest(node_root.since, case when seen.elsewhere
    then least(seen.at, coalesce(greatest(walk.at, own.at), node_root.since)) else seen.at end) as confirmed,
  coalesce(walk.node, '') as "readOn"
from node_root join root on root.id = node_root.root_id
left join lateral (
  select visit.started_at as at, root.id = any(visit.unwalked) as elsewhere
  from visit where visit.node_id = node_root.node_id
    and visit.started_at >= node_root.since and visit.confirmed & (1 << root.facet) <> 0
    and not root.id = any(visit.unconfirmed)
  order by visit.started_at desc limit 1) as seen on true
left join lateral (
  select max(visit.started_at) as at from visit where visit.node_id = node_root.node_id
    and visit.started_at >= node_root.since and visit.confirmed & (1 << root.facet) <> 0
    and not root.id = any(visit.unconfirmed) and not root.id = any(visit.unwalked)) as own on true
left join lateral (
  select root_walk.at, node.name as node from root_walk join node on node.id = root_walk.node_id
  where root_walk.root_id = root.id order by root_walk.started_at desc limit 1) as walk on true
where node_root.node_id = $1 and node_root.until is null
order by root.facet, root.kind, root.path collate "C"
