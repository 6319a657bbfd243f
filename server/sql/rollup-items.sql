-- Every place in a cluster that offers one of the given tools, now: root items on nodes in service,
-- and node-local observations. $1 cluster, $2 tool ids (null: all of them), $3 number of the facet cvmfs.
with held as (
  select root_item.id as item, root.id as root, null::int as node, root_item.document_id,
    -- A repository at one revision is the same wherever it is mounted.
    concat_ws(' ', case when root.facet = $3 and root.key <> '' then 'place:' || md5(root.path || ' ' || root.key) end,
      'sif:' || encode(image_digest.sha256, 'hex'),
      case when document.kind = 'images.sandbox' and document.facts ->> 'writable' = 'true' then 'writable' end) as marks
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
  left join image_digest on image_digest.root_id = root.id and image_digest.path = root_item.path
    and image_digest.document_id = root_item.document_id
  where root.cluster_id = $1
  union all
  -- What is inside an image file or folder is where the image is; what is inside images of a store is for verdicts.
  select root_item.id, root.id, null, image_contents.contents_id,
    case when document.kind = 'images.sandbox' and document.facts ->> 'writable' = 'true' then 'writable' else '' end
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
  join image_contents on image_contents.root_id = root.id and image_contents.path = root_item.path
    and image_contents.document_id = root_item.document_id
  where root.cluster_id = $1 and root.kind = 'folder'
  union all
  select -observation.id, null, observation.node_id, observation.document_id, ''
  from observation
  join node on node.id = observation.node_id and node.retired_at is null
  where node.cluster_id = $1 and observation.until is null
)
select held.item, held.root, held.node, offering.id as offering, offering.tool_id as tool, offering.provider, held.marks,
  coalesce(locator.locator, '') as locator
from held
join document_set on document_set.document_id = held.document_id
cross join lateral unnest(document_set.offerings) as own (id)
join offering on offering.id = own.id
left join lateral (
  select document_locator.locator from document_locator
  where document_locator.document_id = held.document_id and document_locator.offering_id = offering.id
  order by ordinal limit 1
) as locator on true
where $2::int[] is null or offering.tool_id = any($2)
order by offering.tool_id, offering.provider, offering.id, held.item desc
