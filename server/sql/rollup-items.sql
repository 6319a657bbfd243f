-- Every place in a cluster that offers one of the given tools, now: root items on nodes in service,
-- and node-local observations. $1 cluster, $2 tool ids (null: all of them), $3 number of the facet cvmfs, $4 of easybuild,
-- $5 number of the provider module.
with revision as (
  -- Of roots that lie in a repository of CernVM-FS: its revision, where all nodes that see both agree on one.
  select root.id as root, min(repository.key) as key
  from root
  join root as repository on repository.cluster_id = root.cluster_id and repository.facet = $3 and repository.key <> ''
    and (repository.id = root.id or starts_with(root.path, repository.path || '/'))
  join node_root as seen on seen.root_id = repository.id and seen.until is null
  join node_root as own on own.root_id = root.id and own.node_id = seen.node_id and own.until is null
  where root.cluster_id = $1
  group by root.id
  having min(repository.key) = max(repository.key)
), recipe as (
  -- Easyconfigs by what their modules are called; none where two trees have others, or where one could not be hashed.
  select lower(one ->> 'name') as name, one ->> 'version' as version, one ->> 'suffix' as variant,
    concat_ws('-', one ->> 'toolchain', nullif(one ->> 'toolchainVersion', '')) as build, 'recipe:' || min(one ->> 'sha256') as mark
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id and document.kind = 'easybuild.software'
  cross join lateral jsonb_array_elements(document.facts -> 'installations') as one
  where root.cluster_id = $1 and root.facet = $4
  group by 1, 2, 3, 4
  having min(one ->> 'sha256') = max(one ->> 'sha256') and min(one ->> 'sha256') <> ''
), held as (
  select root_item.id as item, root.id as root, null::int as node, root_item.document_id,
    -- What lies in a repository at one revision is the same wherever it is mounted.
    concat_ws(' ', 'place:' || md5(concat_ws(' ', root.path, nullif(root_item.path, '')) || ' ' || revision.key),
      'sif:' || encode(image_digest.sha256, 'hex'),
      case when document.kind = 'images.sandbox' and document.facts ->> 'writable' = 'true' then 'writable' end) as marks
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
  left join revision on revision.root = root.id
  left join image_digest on image_digest.root_id = root.id and image_digest.path = root_item.path
    and image_digest.document_id = root_item.document_id
  where root.cluster_id = $1
  union all
  -- What is inside an image file or folder is where the image is; what is inside images of a store is for verdicts.
  select root_item.id, root.id, null, image_contents.contents_id,
    concat_ws(' ', 'place:' || md5(concat_ws(' ', root.path, nullif(root_item.path, ''), 'inside') || ' ' || revision.key),
      case when document.kind = 'images.sandbox' and document.facts ->> 'writable' = 'true' then 'writable' end)
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
  left join revision on revision.root = root.id
  join image_contents on image_contents.root_id = root.id and image_contents.path = root_item.path
    and image_contents.document_id = root_item.document_id
  where root.cluster_id = $1 and root.kind = 'folder'
  union all
  select -observation.id, null, observation.node_id, observation.document_id, ''
  from observation
  join node on node.id = observation.node_id and node.retired_at is null
  where node.cluster_id = $1 and observation.until is null
)
select held.item, held.root, held.node, offering.id as offering, offering.tool_id as tool, offering.provider,
  concat_ws(' ', nullif(held.marks, ''), recipe.mark) as marks,
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
left join lateral (
  select recipe.mark from recipe
  join tool on tool.id = offering.tool_id and recipe.name in (tool.name, lower(tool.label))
  join version on version.id = offering.version_id and version.text = recipe.version
  where offering.provider = $5 and recipe.build = offering.build and recipe.variant = offering.variant
  limit 1
) as recipe on true
where $2::int[] is null or offering.tool_id = any($2)
order by offering.tool_id, offering.provider, offering.id, held.item desc
