-- Documents that are there now, each with the places that hold it. $1 cluster id (null: anywhere), $2 ids of documents (null: all of
-- the kinds), $3 kinds. Places that nodes do not share tell whose they are.
with held as (
  select root_item.document_id, root.cluster_id, case when root.node_scope = 0 then null else node.name end as node,
    root.path || case when root_item.path in ('', '.') then '' else '/' || root_item.path end as path
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id and document.kind = any($3)
  join node_root on node_root.root_id = root.id and node_root.until is null
  join node on node.id = node_root.node_id and node.retired_at is null
  where ($1::int is null or root.cluster_id = $1) and ($2::int[] is null or root_item.document_id = any($2))
  union all
  select observation.document_id, node.cluster_id, node.name, ''
  from observation
  join document on document.id = observation.document_id and document.kind = any($3)
  join node on node.id = observation.node_id and node.retired_at is null
  where observation.until is null and ($1::int is null or node.cluster_id = $1)
    and ($2::int[] is null or observation.document_id = any($2))
  union all
  select image_contents.contents_id, root.cluster_id, case when root.node_scope = 0 then null else node.name end,
    'inside ' || root.path || '/' || image_contents.path
  from image_contents
  join root_item on root_item.root_id = image_contents.root_id and root_item.path = image_contents.path
    and root_item.document_id = image_contents.document_id and root_item.until is null
  join root on root.id = image_contents.root_id
  join node_root on node_root.root_id = root.id and node_root.until is null
  join node on node.id = node_root.node_id and node.retired_at is null
  -- In a cluster's bill what is inside stands in its image.
  where $1 is null and image_contents.contents_id = any($2)
)
select document.id, encode(document.hash, 'hex') as hash, document.kind, document.bytes, site.name as site,
  cluster.name as cluster, held.path, coalesce(array_agg(distinct held.node) filter (where held.node is not null), '{}') as nodes
from held
join document on document.id = held.document_id
join cluster on cluster.id = held.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
group by document.id, site.name, cluster.name, held.path
