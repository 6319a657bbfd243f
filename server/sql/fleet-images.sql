-- Images that are there now, place by place. $1 site, $2 cluster, $3 part of the place, $4 form, $5 digest ('' any, such as
-- sif:<hex>), $6 what is wanted of them ('' all, nameless: they offer no tool), $7-$10 sort key of the row before the page
-- (null: first page), $11 rows. A digest is that of the file where it was computed, else the one that the image tells of itself.
with image as (
  select root_item.id, site.name as site, cluster.name as cluster, root.id as root_id,
    root.path || case when root_item.path = '' then '' else '/' || root_item.path end as place,
    document.id as document_id,
    coalesce(document.facts ->> 'format', document.facts ->> 'engine', 'sandbox') as form,
    coalesce('sif:' || encode(image_digest.sha256, 'hex'),
      'oci-config:' || nullif(document.facts ->> 'configDigest', ''),
      'oci-manifest:' || nullif(document.facts ->> 'manifestDigest', ''), '') as digest,
    document.facts
  from root
  join cluster on cluster.id = root.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
    and document.kind in ('images.file', 'images.sandbox', 'images.stored')
  left join image_digest on image_digest.root_id = root.id and image_digest.path = root_item.path
    and image_digest.document_id = document.id
  where exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
    and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
), matching as (
  select image.* from image
  where ($3 = '' or strpos(lower(place), lower($3)) > 0) and ($4 = '' or form = $4) and ($5 = '' or digest = $5)
    and ($6 <> 'nameless' or not exists (select from document_set
      where document_set.document_id = image.document_id and cardinality(document_set.offerings) > 0))
)
select id as item, site, cluster, place, form, digest,
  case when facts ->> 'size' is not null then least((facts ->> 'size')::numeric, 9007199254740991)::bigint end as size, coalesce(facts ->> 'created', '') as created,
  coalesce(facts ->> 'architecture', '') as architecture,
  (facts ->> 'signed')::boolean as signed, (facts ->> 'encrypted')::boolean as encrypted,
  (select count(*)::int from node_root join node on node.id = node_root.node_id and node.retired_at is null
   where node_root.root_id = matching.root_id and node_root.until is null) as nodes,
  (select coalesce(array_agg(distinct rtrim(tool.name || ' ' || version.text)), '{}') from document_set
   cross join unnest(document_set.offerings) as own (id)
   join offering on offering.id = own.id join tool on tool.id = offering.tool_id
   join version on version.id = offering.version_id
   where document_set.document_id = matching.document_id) as tools,
  (select count(*)::int from matching) as total
from matching
where $7::text is null
  or (site collate "C", cluster collate "C", place collate "C", id)
     > ($7 collate "C", $8::text collate "C", $9::text collate "C", $10::int)
order by site collate "C", cluster collate "C", place collate "C", id
limit $11
