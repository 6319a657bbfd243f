-- The batch system of a cluster as its declared node told it last. $1 cluster, $2 number of the facet scheduler.
select node.id as node, node.name, document.facts ->> 'product' as product, document.facts ->> 'version' as version,
  document.facts ->> 'name' as cluster, (document.facts ->> 'nodeCount')::int as nodes,
  encode(document.hash, 'hex') as document,
  (select max(started_at) from visit where visit.node_id = node.id and visit.confirmed & (1 << $2) <> 0) as confirmed,
  coalesce((
    select jsonb_object_agg(part.kind, encode(part.hash, 'hex'))
    from node_root
    join root on root.id = node_root.root_id and root.facet = $2
    join root_item on root_item.root_id = root.id and root_item.until is null
    join document part on part.id = root_item.document_id
    where node_root.node_id = node.id and node_root.until is null
  ), '{}') as parts
from observation
join node on node.id = observation.node_id and node.retired_at is null
join document on document.id = observation.document_id
where node.cluster_id = $1 and observation.facet = $2 and observation.until is null
order by confirmed desc nulls last
limit 1
