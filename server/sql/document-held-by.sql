-- Which nodes see a document ($1), as a fact of their own, in a root, or inside an image, since when, when what the node alone reads was read
-- last, and the root and item where one node reads it for all.
select site.name as site, cluster.name as cluster, node.name, held.path, held.root, held.item, held.since, seen.at as confirmed
from (
  select node_id, '' as path, facet, null as root, null as own_root, 0 as item, since
  from observation where document_id = $1 and until is null
  union
  select node_root.node_id, root.path || case when root_item.path = '' then '' else '/' || root_item.path end, root.facet,
    case when root.node_scope = 0 then root.id end, case when root.node_scope <> 0 then root.id end, root_item.id,
    greatest(root_item.since, node_root.since)
  from root_item
  join root on root.id = root_item.root_id
  join node_root on node_root.root_id = root.id and node_root.until is null
  where root_item.document_id = $1 and root_item.until is null
  union
  select node_root.node_id, 'inside ' || root.path || '/' || image_contents.path, root.facet,
    case when root.node_scope = 0 then root.id end, case when root.node_scope <> 0 then root.id end, root_item.id,
    greatest(root_item.since, node_root.since)
  from image_contents
  join root_item on root_item.root_id = image_contents.root_id and root_item.path = image_contents.path
    and root_item.document_id = image_contents.document_id and root_item.until is null
  join root on root.id = image_contents.root_id
  join node_root on node_root.root_id = root.id and node_root.until is null
  where image_contents.contents_id = $1
) as held
join node on node.id = held.node_id and node.retired_at is null
join cluster on cluster.id = node.cluster_id
join site on site.id = cluster.site_id
left join lateral (
  select visit.started_at as at from visit
  where held.root is null and visit.node_id = held.node_id and visit.confirmed & (1 << held.facet) <> 0
    and not visit.unconfirmed && array[-held.item, coalesce(held.own_root, 0)]
  order by visit.started_at desc limit 1
) as seen on true
order by 1, 2, 4, 3
