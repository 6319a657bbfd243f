-- The best image that each of many texts names ($1), in one look at all open places of images: by its document's hash, a digest, its
-- path, or a reference (1), its file's name (2), or the From line that it was made by (3). $2 the facet images.
with place as (
  select root_item.document_id, document.hash, document.facts, root.id as root_id, root.path as root_path, root_item.path as item_path
  from root
  join cluster on cluster.id = root.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
    and document.kind in ('images.file', 'images.sandbox', 'images.stored')
  where root.facet = $2
), told as (
  select place.document_id, place.hash, said.text, said.fit
  from place
  cross join lateral (
    values (encode(place.hash, 'hex'), 1),
      (place.root_path || case when place.item_path in ('', '.') then '' else '/' || place.item_path end, 1),
      (place.facts ->> 'manifestDigest', 1), (place.facts ->> 'configDigest', 1),
      (place.facts ->> 'name', 2), (place.facts #>> '{definition,from}', 3)
    union all
    select one, 1 from jsonb_array_elements_text(case jsonb_typeof(place.facts -> 'references') when 'array' then place.facts -> 'references' else '[]' end) as one
    union all
    select one, 1 from jsonb_array_elements_text(case jsonb_typeof(place.facts -> 'repoDigests') when 'array' then place.facts -> 'repoDigests' else '[]' end) as one
  ) as said (text, fit)
  where said.text = any($1)
  union all
  select place.document_id, place.hash, encode(image_digest.sha256, 'hex'), 1
  from image_digest
  join place on place.root_id = image_digest.root_id and place.item_path = image_digest.path
    and place.document_id = image_digest.document_id
  where encode(image_digest.sha256, 'hex') = any($1)
)
select distinct on (text) text, document_id as document, encode(hash, 'hex') as hash
from told order by text, fit, document_id
