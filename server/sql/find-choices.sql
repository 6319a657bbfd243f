-- What nodes in service are, to choose from. $1 $2 $3 numbers of the facets hardware, gpus and scheduler.
with held as (
  select distinct observation.facet, observation.document_id
  from observation join node on node.id = observation.node_id and node.retired_at is null
  where observation.facet in ($1, $2) and observation.until is null
)
select 'architecture'::text as what, document.facts ->> 'architecture' as value
from held join document on document.id = held.document_id where held.facet = $1
union
select 'gpu', model #>> '{}'
from held join document on document.id = held.document_id
cross join lateral jsonb_path_query(document.facts, '$.gpus[*].model') as model
where held.facet = $2
union
select 'partition', called #>> '{}'
from root
join cluster on cluster.id = root.cluster_id and cluster.retired_at is null
join root_item on root_item.root_id = root.id and root_item.until is null
join document on document.id = root_item.document_id and document.kind = 'scheduler.partitions'
cross join lateral jsonb_path_query(document.facts, '$.partitions[*].name') as called
where root.facet = $3
