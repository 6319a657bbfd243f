-- Images and environments by the ids of their documents ($1), with what is known to be inside, one of the places that
-- hold each now (0: none does any more), and in how many clusters it is. With what stands beside it.
select document.id, encode(document.hash, 'hex') as hash, document.kind, document.facts,
  inside.hash as inside_hash, inside.facts as inside_facts, inside.read_at as inside_at,
  beside.facts as beside, beside.hash as beside_hash,
  coalesce(held.item, 0) as item, coalesce(held.path, '') as path, coalesce(held.clusters, 0) as clusters
from document
left join lateral (
  select encode(contents.hash, 'hex') as hash, contents.facts, image_contents.read_at
  from image_contents join document contents on contents.id = image_contents.contents_id
  where image_contents.document_id = document.id
    -- Little tells one folder from another of its name: where they hold other things, none of it is known of all.
    and (document.kind <> 'images.sandbox'
      or (select count(distinct one.contents_id) from image_contents one where one.document_id = document.id) = 1)
  order by image_contents.read_at desc limit 1
) as inside on true
left join lateral (
  select min(root_item.id) as item, count(distinct root.cluster_id)::int as clusters,
    min((root.path || case when root_item.path in ('', '.') then '' else '/' || root_item.path end) collate "C") as path
  from root_item join root on root.id = root_item.root_id
  where root_item.document_id = document.id and root_item.until is null
) as held on true
left join lateral (
  -- What the records of an environment ask of the machine, and what the configuration of an image sets, are the items beside it.
  select asked.facts, encode(asked.hash, 'hex') as hash
  from root_item own
  join root_item beside on beside.root_id = own.root_id and beside.until is null and beside.path = own.path ||
    case document.kind when 'conda.environment' then '/conda-meta/needs' else '/settings' end
  join document asked on asked.id = beside.document_id and asked.kind in ('conda.needs', 'images.settings')
  where own.document_id = document.id and own.until is null
    and (document.kind in ('conda.environment', 'images.stored') or document.facts ->> 'format' = 'oci-sif')
  order by own.id limit 1
) as beside on true
where document.id = any($1)
  and document.kind in ('images.file', 'images.sandbox', 'images.stored', 'conda.environment')
order by document.id
