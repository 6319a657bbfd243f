-- What the roots hold that a node ($1) sees. An item that its newest visits ($2 of them), or the last walk of its root, did not come to
-- was confirmed before; of all others the root says it.
with gap as (
  select distinct -item as id
  from (select unconfirmed from visit where node_id = $1 order by started_at desc limit $2) as recent,
    unnest(recent.unconfirmed) as item
  where item < 0
  union
  select -item
  from node_root
  cross join lateral (
    select sweep_id, node_id from root_walk
    where root_walk.root_id = node_root.root_id order by started_at desc limit 1) as walk
  join visit on visit.sweep_id = walk.sweep_id and visit.node_id = walk.node_id
  cross join unnest(visit.unconfirmed) as item
  where node_root.node_id = $1 and node_root.until is null and item < 0
)
select root_item.root_id as root, root_item.path, encode(document.hash, 'hex') as hash, document.kind, document.bytes,
  root_item.since, root_item.since_after,
  case when root_item.id in (select id from gap) then
    greatest(root_item.since, (select max(visit.started_at) from visit where visit.node_id = $1
       and visit.started_at >= node_root.since and visit.confirmed & (1 << root.facet) <> 0
       and not root.id = any(visit.unconfirmed) and not root.id = any(visit.unwalked)
       and not -root_item.id = any(visit.unconfirmed)),
      (select max(root_walk.at) from root_walk
       join visit on visit.sweep_id = root_walk.sweep_id and visit.node_id = root_walk.node_id
       where root_walk.root_id = root.id and not -root_item.id = any(visit.unconfirmed))) end as confirmed
from node_root
join root on root.id = node_root.root_id
join root_item on root_item.root_id = node_root.root_id and root_item.until is null
join document on document.id = root_item.document_id
where node_root.node_id = $1 and node_root.until is null
order by root_item.root_id, root_item.path collate "C"
