-- What the nodes in service of a cluster hold now, those that hold the same put together. $1 cluster, $2 facets whose facts are
-- told in a line. A row per facet and document of what belongs to nodes, and per place and content of what lies at places.
select observation.facet, '' as kind, '' as path, false as shared, encode(document.hash, 'hex') as document,
  case when observation.facet = any($2) then document.facts end as facts,
  array_agg(node.name) as names, min(node.id) as node, 1 as items, 0 as offerings, min(latest.at) as confirmed
from observation
join node on node.id = observation.node_id and node.retired_at is null
join document on document.id = observation.document_id
left join lateral (
  select visit.started_at as at from visit
  where visit.node_id = node.id and visit.confirmed & (1 << observation.facet) <> 0
  order by visit.started_at desc limit 1
) as latest on true
where node.cluster_id = $1 and observation.until is null
group by observation.facet, document.id
union all
select root.facet, root.kind, root.path, root.node_scope = 0, null::text, null::jsonb, array_agg(distinct node.name), min(node.id),
  (select count(*)::int from root_item where root_item.root_id = min(root.id) and root_item.until is null),
  min(root.offerings), min(latest.at)
from root
join node_root on node_root.root_id = root.id and node_root.until is null
join node on node.id = node_root.node_id and node.retired_at is null
left join lateral (
  select visit.started_at as at from visit
  where visit.node_id = node.id and visit.confirmed & (1 << root.facet) <> 0 and not root.id = any(visit.unconfirmed)
  order by visit.started_at desc limit 1
) as latest on true
where root.cluster_id = $1
group by root.facet, root.kind, root.path, root.node_scope = 0, root.digest
