-- When what a bill tells was last seen to change. $1 cluster id (null: anywhere), $2 id of a document (null: all of the kinds), $3 kinds.
select max(at) as at from (
  select greatest(root_item.since, root_item.until) as at
  from root
  join root_item on root_item.root_id = root.id
  join document on document.id = root_item.document_id and document.kind = any($3)
  where ($1::int is null or root.cluster_id = $1) and ($2::int is null or root_item.document_id = $2)
  union all
  select greatest(observation.since, observation.until)
  from observation
  join node on node.id = observation.node_id and ($1::int is null or node.cluster_id = $1)
  join document on document.id = observation.document_id and document.kind = any($3)
  where $2::int is null or observation.document_id = $2
  union all
  select greatest(node_root.since, node_root.until)
  from node_root
  join root on root.id = node_root.root_id and ($1::int is null or root.cluster_id = $1)
  where exists (select from root_item join document on document.id = root_item.document_id and document.kind = any($3)
    where root_item.root_id = root.id and ($2::int is null or root_item.document_id = $2))
  union all
  select greatest(image_contents.read_at, image_digest.computed_at)
  from image_contents
  full join image_digest using (root_id, path, document_id)
  join root on root.id = root_id and ($1::int is null or root.cluster_id = $1)
  where $2::int is null or document_id = $2 or image_contents.contents_id = $2
) as known
