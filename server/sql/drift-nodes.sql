-- Nodes in service of a cluster with what they hold of each node-local facet now. $1 cluster, $2 numbers of the facets. A facet
-- without a document is absent when the newest visit that answered it said so, and otherwise not known.
select node.id, node.name, node.role, coalesce(node.settings ->> 'peers', '') as peers, facet.number as facet,
  observation.document_id as document, latest.started_at as confirmed,
  coalesce(latest.absent & (1 << facet.number) <> 0, false) and observation.id is null as absent
from node
cross join unnest($2::int[]) as facet (number)
left join observation on observation.node_id = node.id and observation.facet = facet.number and observation.until is null
left join lateral (
  select visit.started_at, visit.absent from visit
  where visit.node_id = node.id and visit.confirmed & (1 << facet.number) <> 0
  order by visit.started_at desc limit 1
) as latest on true
where node.cluster_id = $1 and node.retired_at is null
order by node.id, facet.number
