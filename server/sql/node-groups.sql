-- The nodes of one cluster with what each holds of the facets that decide. $1 cluster, $2 facet numbers, $3 ids of
-- nodes (null: all). A row per node and facet: the open document, and when a visit last answered for the facet.
select node.id, node.name, node.role, facet.number as facet,
  encode(document.hash, 'hex') as hash, document.id as document,
  told.at as confirmed, coalesce(told.absent, false) as absent
from node
cross join unnest($2::int[]) as facet (number)
left join observation on observation.node_id = node.id and observation.facet = facet.number
  and observation.until is null
left join document on document.id = observation.document_id
left join lateral (
  select visit.started_at as at, visit.absent & (1 << facet.number) <> 0 as absent from visit
  where visit.node_id = node.id and visit.confirmed & (1 << facet.number) <> 0
  order by visit.started_at desc limit 1
) as told on true
where node.cluster_id = $1 and node.retired_at is null and ($3::int[] is null or node.id = any($3))
order by node.name collate "C", facet.number
