-- Clusters in service: their last sweep that ended with its visits, how many were begun within a day, and places whose last
-- reading is held back and not decided on.
select site.name as site, cluster.name as cluster, cluster.paused_at is not null as paused, last.state,
  extract(epoch from last.started_at)::float8 as started, extract(epoch from last.finished_at - last.started_at)::float8 as seconds,
  last.expected, counted.*,
  coalesce(day.states, '{}'::jsonb) as day,
  (select count(distinct held_root.root_id)::int from held_root join root on root.id = held_root.root_id
   join node on node.id = held_root.node_id and node.retired_at is null
   where root.cluster_id = cluster.id and held_root.rejected_at is null) as held
from cluster
join site on site.id = cluster.site_id and site.retired_at is null
left join lateral (
  select * from sweep where sweep.cluster_id = cluster.id and sweep.trigger <> 'single' and sweep.state <> 'running'
  order by started_at desc limit 1
) as last on true
left join lateral (
  select last.thinned[1] + count(*) filter (where outcome = 0)::int as complete,
    last.thinned[2] + count(*) filter (where outcome = 1)::int as partial,
    last.thinned[3] + count(*) filter (where outcome = 2)::int as failed,
    last.thinned[4] + count(*) filter (where outcome = 3)::int as not_expected
  from visit where visit.sweep_id = last.id
) as counted on true
left join lateral (
  select jsonb_object_agg(state, sweeps) as states from (
    select state, count(*) as sweeps from sweep
    where sweep.cluster_id = cluster.id and sweep.trigger <> 'single' and sweep.started_at > now() - interval '1 day'
    group by state
  ) as each
) as day on true
where cluster.retired_at is null
order by site.name collate "C", cluster.name collate "C"
