-- Nodes in service by cluster, by the outcome of their latest visit (null: never visited) and by its reason, with when the one was last
-- read of which nothing was learnt for longest, and the one that was read last.
select site.name as site, cluster.name as cluster, latest.outcome, coalesce(reason.code, '') as reason, count(*)::int as nodes,
  extract(epoch from min(good.started_at))::float8 as oldest, extract(epoch from max(good.started_at))::float8 as newest
from node
join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
left join lateral (
  select outcome, reason_id from visit where visit.node_id = node.id order by started_at desc limit 1
) as latest on true
left join lateral (
  select started_at from visit where visit.node_id = node.id and visit.confirmed <> 0 order by started_at desc limit 1
) as good on true
left join reason on reason.id = latest.reason_id
where node.retired_at is null
group by site.name, cluster.name, latest.outcome, reason.code
order by site.name collate "C", cluster.name collate "C", latest.outcome, reason.code collate "C"
