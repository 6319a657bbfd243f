-- Which nodes see a document ($1), as a fact of their own, in a root, or inside an image, since when, and the root where
-- one node reads it for all.
select site.name as site, cluster.name as cluster, node.name, held.path, held.root, held.since
from (
  select node_id, '' as path, null as root, since from observation where document_id = $1 and until is null
  union
  select node_root.node_id, root.path || case when root_item.path = '' then '' else '/' || root_item.path end,
    case when root.node_scope = 0 then root.id end, greatest(root_item.since, node_root.since)
  from root_item
  join root on root.id = root_item.root_id
  join node_root on node_root.root_id = root.id and node_root.until is null
  where root_item.document_id = $1 and root_item.until is null
  union
  select node_root.node_id, 'inside ' || root.path || '/' || image_contents.path,
    case when root.node_scope = 0 then root.id end, greatest(root_item.since, node_root.since)
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
order by 1, 2, 4, 3
