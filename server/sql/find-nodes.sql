-- Nodes in service of some clusters that are as asked for. $1 clusters, $2 architecture, $3 part of a card's model, $4 partition
-- ('': any), $5 $6 $7 numbers of the facets hardware, gpus and scheduler.
with members as (
  select root.cluster_id, member #>> '{}' as name
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id and document.kind = 'scheduler.partitions'
  cross join lateral jsonb_path_query(document.facts, '$.partitions[*] ? (@.name == $name).nodes[*]',
    jsonb_build_object('name', $4::text)) as member
  where $4 <> '' and root.cluster_id = any($1) and root.facet = $7
)
select node.cluster_id as cluster, node.name
from node
where node.cluster_id = any($1) and node.retired_at is null
  and ($2 = '' or exists (
    select from observation join document on document.id = observation.document_id
    where observation.node_id = node.id and observation.facet = $5 and observation.until is null
      and lower(document.facts ->> 'architecture') = lower($2)))
  and ($3 = '' or exists (
    select from observation join document on document.id = observation.document_id
    cross join lateral jsonb_path_query(document.facts, '$.gpus[*].model') as model
    where observation.node_id = node.id and observation.facet = $6 and observation.until is null
      and strpos(lower(model #>> '{}'), lower($3)) > 0))
  and ($4 = '' or (node.cluster_id, node.name) in (select cluster_id, name from members))
