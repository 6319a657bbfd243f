-- Images that are there now, place by place. $1 site, $2 cluster, $3 part of the place or name, $4 form, $5 digest ('' any, such
-- as sif:<hex>), $6 what is wanted of them ('' all, nameless: they offer no tool), $7-$10 sort key of the row before the page
-- (null: first page), $11 rows.
with matching as (
  select image_place.*, site.name as site, cluster.name as cluster
  from image_place
  join cluster on cluster.id = image_place.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
    and ($3 = '' or strpos(lower(place), lower($3)) > 0 or strpos(lower(image_place.name), lower($3)) > 0)
    and ($4 = '' or form = $4) and ($5 = '' or digest = $5)
    and ($6 <> 'nameless' or not exists (select from document_set
      where document_set.document_id = image_place.document_id and cardinality(document_set.offerings) > 0))
)
select item, site, cluster, place, name, form, digest, size, coalesce(facts ->> 'created', '') as created,
  coalesce(facts ->> 'architecture', '') as architecture,
  (facts ->> 'signed')::boolean as signed, (facts ->> 'encrypted')::boolean as encrypted,
  coalesce((select node.name from node where node.id = nullif(matching.node_scope, 0)), '') as node,
  (select count(*)::int from node_root join node on node.id = node_root.node_id and node.retired_at is null
   where node_root.root_id = matching.root_id and node_root.until is null) as nodes,
  (select coalesce(array_agg(distinct rtrim(tool.label || ' ' || version.text)), '{}') from document_set
   cross join unnest(document_set.offerings) as own (id)
   join offering on offering.id = own.id join tool on tool.id = offering.tool_id
   join version on version.id = offering.version_id
   where document_set.document_id = matching.document_id) as tools,
  (select count(*)::int from matching) as total
from matching
where $7::text is null
  or (site collate "C", cluster collate "C", place collate "C", item)
     > ($7 collate "C", $8::text collate "C", $9::text collate "C", $10::int)
order by site collate "C", cluster collate "C", place collate "C", item
limit $11
