-- Clusters with what their nodes' latest visits said. $1 site, $2 cluster ('' any).
select site.name as site, site.title as site_title, site.timezone, site.demonstration, cluster.id, cluster.name, cluster.title,
  cluster.settings, cluster.paused_at, cluster.paused_why,
  case when cluster.settings ? 'discovery' then cluster.sources end as sources,
  coalesce(nodes.roles, '{}'::jsonb) as roles, coalesce(nodes.total, 0) as nodes,
  coalesce(nodes.complete, 0) as complete, coalesce(nodes.partial, 0) as partial, coalesce(nodes.failed, 0) as failed,
  coalesce(nodes.not_expected, 0) as not_expected, coalesce(nodes.never, 0) as never,
  nodes.newest, nodes.oldest,
  -- One node that sent by itself since then says little of a cluster that is swept.
  coalesce(
    (select id from sweep where sweep.cluster_id = cluster.id and trigger <> 'single' order by started_at desc limit 1),
    (select id from sweep where sweep.cluster_id = cluster.id order by started_at desc limit 1)) as last_sweep,
  tools.tools, tools.offerings, tools.best,
  (select count(distinct held_root.root_id)::int from held_root join root on root.id = held_root.root_id
   join node on node.id = held_root.node_id and node.retired_at is null
   where root.cluster_id = cluster.id) as held
from site
left join cluster on cluster.site_id = site.id and cluster.retired_at is null
left join lateral (
  select sum(by_role.total)::int as total, jsonb_object_agg(by_role.role, by_role.total) as roles,
    sum(by_role.complete)::int as complete, sum(by_role.partial)::int as partial, sum(by_role.failed)::int as failed,
    sum(by_role.not_expected)::int as not_expected, sum(by_role.never)::int as never,
    max(by_role.newest) as newest, min(by_role.oldest) as oldest
  from (
    select node.role, count(*)::int as total,
      count(*) filter (where latest.outcome = 0)::int as complete,
      count(*) filter (where latest.outcome = 1)::int as partial,
      count(*) filter (where latest.outcome = 2)::int as failed,
      count(*) filter (where latest.outcome = 3)::int as not_expected,
      count(*) filter (where latest.outcome is null)::int as never,
      max(latest.started_at) as newest, min(good.started_at) as oldest
    from node
    left join lateral (
      select outcome, started_at from visit where visit.node_id = node.id order by started_at desc limit 1
    ) as latest on true
    left join lateral (
      select started_at from visit where visit.node_id = node.id and visit.confirmed <> 0
      order by started_at desc limit 1
    ) as good on true
    where node.cluster_id = cluster.id and node.retired_at is null
    group by node.role
  ) as by_role
) as nodes on true
left join lateral (
  select coalesce(sum(held.best), 0)::int as tools, jsonb_object_agg(provider, held.offerings) filter (where held.offerings > 0) as offerings,
    jsonb_object_agg(provider, held.best) filter (where held.best > 0) as best
  from cluster_provider as held where held.cluster_id = cluster.id
) as tools on true
where site.retired_at is null and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
order by site.name collate "C", cluster.name collate "C"
