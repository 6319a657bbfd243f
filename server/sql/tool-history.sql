-- At which of some times each cluster had which version of a tool. $1 the tool, $2 the times, $3 site ('': all). What is inside an image
-- counts from when its image was there.
with wanted as (
  select array_agg(id) as offerings from offering where tool_id = $1
), holding as (
  -- The ids of a set are sorted: its bucket is where an id would stand.
  select document_set.document_id as id, document_set.offerings
  from document_set cross join wanted
  where exists (
    select from unnest(wanted.offerings) as one (id)
    where document_set.offerings[width_bucket(one.id, document_set.offerings)] = one.id
  )
), version_of as (
  select distinct holding.id, offering.version_id
  from holding
  cross join lateral unnest(holding.offerings) as own (id)
  join offering on offering.id = own.id and offering.tool_id = $1
), item as (
  select holding.id as document, root_item.root_id, root_item.since, root_item.until
  from holding join root_item on root_item.document_id = holding.id
  union all
  select holding.id, root_item.root_id, root_item.since, root_item.until
  from holding
  join image_contents on image_contents.contents_id = holding.id
  join root on root.id = image_contents.root_id and root.kind = 'folder'
  join root_item on root_item.root_id = image_contents.root_id and root_item.path = image_contents.path
    and root_item.document_id = image_contents.document_id
), sight as (
  -- What no node in service sees offers nothing.
  select node_root.root_id, range_agg(tstzrange(node_root.since,
    greatest(node_root.since, coalesce(least(node_root.until, node.retired_at), 'infinity')))) as seen
  from node_root join node on node.id = node_root.node_id
  where node_root.root_id in (select root_id from item)
  group by node_root.root_id
), had as (
  select root.cluster_id as cluster, item.document, tstzmultirange(tstzrange(item.since, item.until)) * sight.seen as times
  from item
  join root on root.id = item.root_id
  join sight on sight.root_id = item.root_id
  union all
  select node.cluster_id, holding.id, tstzmultirange(tstzrange(observation.since,
    greatest(observation.since, coalesce(least(observation.until, node.retired_at), 'infinity'))))
  from holding
  join observation on observation.document_id = holding.id
  join node on node.id = observation.node_id
)
select moment.number::int as number, cluster.id as cluster, version.text as version, version.sort_key
from unnest($2::timestamptz[]) with ordinality as moment (at, number)
join had on had.times @> moment.at
join version_of on version_of.id = had.document
join version on version.id = version_of.version_id
join cluster on cluster.id = had.cluster and coalesce(cluster.retired_at > moment.at, true)
join site on site.id = cluster.site_id and coalesce(site.retired_at > moment.at, true) and ($3 = '' or site.name = $3)
group by moment.number, cluster.id, version.id
