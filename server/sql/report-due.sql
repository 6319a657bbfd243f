-- Clusters of a scope that have a schedule, with their nodes and the sweeps that are no post of a single node, as far as these ran after a
-- time. $1 site ('' all), $2 cluster ('' all), $3 names of nodes (null: all), $4 from when, $5 until when sweeps began.
select site.name || '/' || cluster.name as name, cluster.settings, site.timezone, cluster.schedule_since as since,
  cluster.paused_at as paused,
  (select count(*)::int from node
   where node.cluster_id = cluster.id and node.retired_at is null and ($3::text[] is null or node.name = any($3))) as nodes,
  coalesce((select jsonb_agg(jsonb_build_array(extract(epoch from sweep.started_at) * 1000,
       case when sweep.state <> 'running' then extract(epoch from coalesce(sweep.finished_at, sweep.started_at)) * 1000 end) order by sweep.started_at)
     from sweep
     where sweep.cluster_id = cluster.id and sweep.trigger <> 'single' and sweep.started_at < $5
       and (sweep.state = 'running' or coalesce(sweep.finished_at, sweep.started_at) >= $4)), '[]') as sweeps
from cluster
join site on site.id = cluster.site_id and site.retired_at is null
where cluster.retired_at is null and cluster.schedule_since is not null
  and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
