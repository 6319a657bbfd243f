-- Images at some paths of clusters, and the same bytes at other paths: an offering of each, its first. $1 paths, $2 number of the facet
-- images.
with held as (
  select asked.path, root.cluster_id as cluster, root_item.id as item, root_item.document_id, root.id as root, root_item.path as own
  from unnest($1::text[]) as asked (path)
  join root on root.facet = $2 and (root.path = asked.path or starts_with(asked.path, root.path || '/'))
  join cluster on cluster.id = root.cluster_id and cluster.retired_at is null
  join root_item on root_item.root_id = root.id and root_item.until is null
    and root.path || case when root_item.path in ('', '.') then '' else '/' || root_item.path end = asked.path
  where exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
), known as (
  select held.*, image_digest.sha256
  from held
  left join image_digest on image_digest.root_id = held.root and image_digest.path = held.own
    and image_digest.document_id = held.document_id
), found as (
  select path, cluster, item, document_id, sha256, true as is_path from known
  union all
  select known.path, root.cluster_id, root_item.id, root_item.document_id, known.sha256, false
  from (select distinct path, sha256 from known where sha256 is not null) as known
  join image_digest on image_digest.sha256 = known.sha256
  join root on root.id = image_digest.root_id
  join root_item on root_item.root_id = root.id and root_item.path = image_digest.path
    and root_item.document_id = image_digest.document_id and root_item.until is null
)
select distinct on (found.path, found.cluster) found.path, found.cluster, found.item, found.is_path as "isPath",
  encode(found.sha256, 'hex') as sha256, encode(document.hash, 'hex') as document,
  offering.id as offering, offering.provider, tool.name as tool, tool.label, version.text as version, offering.variant, offering.build,
  offering.digest
from found
join document on document.id = found.document_id
join document_set on document_set.document_id = found.document_id
cross join lateral unnest(document_set.offerings) as own (id)
join offering on offering.id = own.id
join tool on tool.id = offering.tool_id
join version on version.id = offering.version_id
order by found.path, found.cluster, found.is_path desc, found.item, offering.id
