-- Open places of images and conda environments that a text names. $1 the text, $2 facets images and conda,
-- $3 site, $4 cluster ('' any), $5 rows. A digest, a path, or a reference, a file name or the From line of an image.
-- 1 is the best way in which it fits; documents that fit in a worse way are left out.
with place as (
  select root_item.document_id, root_item.id as item, document.facts, document.kind, root.path as root_path,
    root_item.path as item_path, root.id as root_id
  from root
  join cluster on cluster.id = root.cluster_id and cluster.retired_at is null and ($4 = '' or cluster.name = $4)
  join site on site.id = cluster.site_id and site.retired_at is null and ($3 = '' or site.name = $3)
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
    and document.kind in ('images.file', 'images.sandbox', 'images.stored', 'conda.environment')
  where root.facet = any($2) and (left($1, 1) <> '/' or starts_with($1, root.path))
), fitting as (
  select place.document_id, place.item,
    case
      when place.root_path || case when place.item_path in ('', '.') then '' else '/' || place.item_path end = $1 then 1
      -- Facts of environments are long, and have none of this.
      when place.kind = 'conda.environment' then null
      when place.facts ->> 'manifestDigest' = $1 or place.facts ->> 'configDigest' = $1 then 1
      when $1 ~ '^[0-9a-f]{64}$' and exists (
        select from image_digest where image_digest.root_id = place.root_id and image_digest.path = place.item_path
          and image_digest.document_id = place.document_id and encode(image_digest.sha256, 'hex') = $1) then 1
      when place.facts -> 'references' ? $1 or place.facts -> 'repoDigests' ? $1 then 1
      when place.facts ->> 'name' = $1 then 2
      when place.facts #>> '{definition,from}' = $1 then 3
    end as fit
  from place
)
select document_id as document, min(fit) as fit from fitting
where fit is not null group by document_id order by min(fit), document_id limit $5
