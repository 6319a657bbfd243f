-- Facts of documents ($1 ids) with what stands beside them on a cluster ($2; null: anywhere): what is inside an image where all places
-- agree, the digests of its files, the systems of the nodes that hold a list of packages, and hashes of modulefiles where all places agree.
select document.id, document.facts,
  case when cardinality(inside.contents) = 1 then (select facts from document as own where own.id = inside.contents[1]) end as inside,
  coalesce(files.digests, '{}') as digests,
  coalesce(held.systems, '[]') as systems,
  coalesce(modulefile.hashes, '{}') as modulefiles
from document
left join lateral (
  select array_agg(distinct image_contents.contents_id) as contents
  from image_contents join root on root.id = image_contents.root_id
  where image_contents.document_id = document.id and ($2::int is null or root.cluster_id = $2)
) as inside on true
left join lateral (
  select array_agg(distinct encode(image_digest.sha256, 'hex')) as digests
  from image_digest join root on root.id = image_digest.root_id
  where image_digest.document_id = document.id and ($2::int is null or root.cluster_id = $2)
) as files on true
left join lateral (
  -- A node of which the system is not known agrees with none.
  select jsonb_agg(distinct jsonb_build_object('id', coalesce(os.facts ->> 'id', ''), 'versionId', coalesce(os.facts ->> 'versionId', '')))
    as systems
  from observation own
  join node on node.id = own.node_id and node.retired_at is null and ($2::int is null or node.cluster_id = $2)
  left join (observation other join document os on os.id = other.document_id and os.kind = 'os.node')
    on other.node_id = own.node_id and other.until is null
  where own.document_id = document.id and own.until is null and document.kind = 'packages.node'
) as held on true
left join lateral (
  select jsonb_object_agg(name, sha256) as hashes from (
    select module_file.full_name as name, min(encode(module_file.sha256, 'hex')) as sha256
    from root_item
    join root on root.id = root_item.root_id and ($2::int is null or root.cluster_id = $2)
    join module_file on module_file.root_id = root.id
    where root_item.document_id = document.id and root_item.until is null and document.kind = 'modules.tree'
    group by module_file.full_name
    having min(module_file.sha256) = max(module_file.sha256)
  ) as agreed
) as modulefile on true
where document.id = any($1)
