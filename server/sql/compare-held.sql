-- The documents that some nodes hold at a time, from the intervals. $1 cluster ids, $2 node ids (null: all of the clusters),
-- $3 the time (null: now), $4 number of the facet cvmfs. roots: where each is, by id; negative: the node that it is on. A shared
-- folder that is read by nodes of several kinds is several roots, and one place.
with member as (
  select node.id from node
  where node.cluster_id = any($1) and ($2::int[] is null or node.id = any($2))
    and (node.retired_at is null or node.retired_at > coalesce($3, 'infinity'::timestamptz))
), seen as (
  select distinct node_root.root_id as id from node_root
  join member on member.id = node_root.node_id
  where node_root.since <= coalesce($3, 'infinity'::timestamptz)
    and (node_root.until is null or node_root.until > coalesce($3, 'infinity'::timestamptz))
), place as (
  select seen.id, coalesce(min(other.id), seen.id) as place
  from seen
  join root on root.id = seen.id
  left join root as other on root.node_scope = 0 and other.cluster_id = root.cluster_id and other.facet = root.facet
    and other.kind = root.kind and other.path = root.path and other.node_scope = 0
    and other.mount ->> 'source' = root.mount ->> 'source'
  group by seen.id
), item as (
  select root_item.id, root_item.root_id, place.place, root_item.path, root_item.document_id, root.facet, root.key, root.path as root_path,
    root.kind as root_kind
  from place
  join root on root.id = place.id
  join root_item on root_item.root_id = place.id and root_item.since <= coalesce($3, 'infinity'::timestamptz)
    and (root_item.until is null or root_item.until > coalesce($3, 'infinity'::timestamptz))
), revision as (
  -- As in rollup-items.sql, of these nodes at this time.
  select seen.id as root, min(repository.key) as key
  from seen
  join root on root.id = seen.id
  join root as repository on repository.cluster_id = root.cluster_id and repository.facet = $4 and repository.key <> ''
    and (repository.id = root.id or starts_with(root.path, repository.path || '/'))
  join node_root as known on known.root_id = repository.id and known.since <= coalesce($3, 'infinity'::timestamptz)
    and (known.until is null or known.until > coalesce($3, 'infinity'::timestamptz))
  join node_root as own on own.root_id = seen.id and own.node_id = known.node_id and own.since <= coalesce($3, 'infinity'::timestamptz)
    and (own.until is null or own.until > coalesce($3, 'infinity'::timestamptz))
  join member on member.id = known.node_id
  group by seen.id
  having min(repository.key) = max(repository.key)
), held as (
  select item.id as item, item.place as root, item.document_id,
    concat_ws(' ', 'place:' || md5(concat_ws(' ', item.root_path, nullif(item.path, '')) || ' ' || revision.key),
      'sif:' || encode(image_digest.sha256, 'hex'),
      case when document.kind = 'images.sandbox' and document.facts ->> 'writable' = 'true' then 'writable' end) as marks
  from item
  join document on document.id = item.document_id
  left join revision on revision.root = item.root_id
  left join image_digest on image_digest.root_id = item.root_id and image_digest.path = item.path
    and image_digest.document_id = item.document_id
  union all
  -- What is inside an image file or folder is where the image is; what is inside images of a store is for verdicts.
  select item.id, item.place, image_contents.contents_id,
    concat_ws(' ', 'place:' || md5(concat_ws(' ', item.root_path, nullif(item.path, ''), 'inside') || ' ' || revision.key),
      case when document.kind = 'images.sandbox' and document.facts ->> 'writable' = 'true' then 'writable' end)
  from item
  join document on document.id = item.document_id
  left join revision on revision.root = item.root_id
  join image_contents on image_contents.root_id = item.root_id and image_contents.path = item.path
    and image_contents.document_id = item.document_id
  where item.root_kind = 'folder'
  union all
  select -observation.id, -observation.node_id, observation.document_id, ''
  from observation
  join member on member.id = observation.node_id
  where observation.since <= coalesce($3, 'infinity'::timestamptz)
    and (observation.until is null or observation.until > coalesce($3, 'infinity'::timestamptz))
)
-- A thousand nodes have one document, and its offerings are unfolded once.
select held.document_id as document, held.marks, count(*)::int as places, max(held.item) as item,
  array_agg(distinct held.root) as roots
from held
join document_set on document_set.document_id = held.document_id and document_set.offerings <> '{}'
group by held.document_id, held.marks
