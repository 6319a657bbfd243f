-- The latest visits of the nodes in service, counted by outcome (null: never visited) and reason; among them those visited nodes of
-- which nothing was learnt since $1, or ever, and those where something of the facet $2 could not be read.
select latest.outcome, coalesce(reason.code, '') as code, count(*)::int as nodes,
  count(*) filter (where latest.outcome is not null and coalesce(good.at, node.created_at) < $1)::int as stale,
  count(*) filter (where latest.images)::int as images
from node
join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
left join lateral (
  select outcome, reason_id, exists (select from jsonb_array_elements(failures) as one
    where (one ->> 0)::int = $2 and one ->> 2 = 'failed') as images
  from visit where visit.node_id = node.id order by started_at desc limit 1
) as latest on true
left join lateral (
  select max(started_at) as at from visit where visit.node_id = node.id and visit.confirmed <> 0
) as good on true
left join reason on reason.id = latest.reason_id
where node.retired_at is null
group by 1, 2
order by nodes desc, 2
