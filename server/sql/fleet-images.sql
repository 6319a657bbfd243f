-- Images that are there now. $1 site, $2 cluster, $3 part of the place or name, $4 form, $5 digest ('' any, such
-- as sif:<hex>), $6 what is wanted of them ('' all, nameless: they offer no tool,
-- undigested: no digest is known, unlabelled: no label says anything), $7 and $8 the first day and the day after the last on which it
-- was made ('': none), as text (null: any, '' and '': those that tell no day), $9 names of nodes
-- that see it (null: any): others are not counted.
select image_place.item, site.name as site, cluster.name as cluster, image_place.place, image_place.name, image_place.form,
  image_place.digest, image_place.size, coalesce(facts ->> 'created', '') as created,
  coalesce(facts ->> 'architecture', '') as architecture,
  (facts ->> 'signed')::boolean as signed, (facts ->> 'encrypted')::boolean as encrypted,
  coalesce((select node.name from node where node.id = nullif(image_place.node_scope, 0)), '') as node,
  (select count(*)::int from node_root join node on node.id = node_root.node_id and node.retired_at is null
   where node_root.root_id = image_place.root_id and node_root.until is null
     and ($9::text[] is null or node.name = any($9))) as nodes,
  (select coalesce(array_agg(distinct rtrim(tool.label || ' ' || version.text)), '{}') from document_set
   cross join unnest(document_set.offerings) as own (id)
   join offering on offering.id = own.id join tool on tool.id = offering.tool_id
   join version on version.id = offering.version_id
   where document_set.document_id = image_place.document_id) as tools
from image_place
join cluster on cluster.id = image_place.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  and ($3 = '' or strpos(lower(image_place.place), lower($3)) > 0 or strpos(lower(image_place.name), lower($3)) > 0)
  and ($4 = '' or image_place.form = $4) and ($5 = '' or image_place.digest = $5)
  and ($6 <> 'nameless' or not exists (select from document_set
    where document_set.document_id = image_place.document_id and cardinality(document_set.offerings) > 0))
  and ($6 <> 'undigested' or image_place.digest = '')
  and ($6 <> 'unlabelled' or coalesce(jsonb_array_length(facts -> 'labels'), 0) = 0)
  and ($7::text is null or case
    when facts ->> 'created' ~ '^\d{4}-\d\d-\d\d' and facts ->> 'created' >= '1990' collate "C"
    then $7 <> '' and facts ->> 'created' >= $7 collate "C" and ($8 = '' or facts ->> 'created' < $8 collate "C") else $7 = '' end)
  and ($9::text[] is null or exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = image_place.root_id and node_root.until is null and node.name = any($9)))
