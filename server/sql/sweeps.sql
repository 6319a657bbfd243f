-- Sweeps, newest first, with their visits counted by outcome, those that were thinned away too. $1 site, $2 cluster, $3 one sweep (null:
-- all), $4 last id of the page before (null: first page), $5 rows.
with matching as (
  select sweep.*, site.name as site, cluster.name as cluster
  from sweep
  join cluster on cluster.id = sweep.cluster_id
  join site on site.id = cluster.site_id
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2) and ($3::int is null or sweep.id = $3)
)
select matching.id, matching.site, matching.cluster, matching.started_at, matching.finished_at, matching.state,
  matching.expected, matching.changed, matching.trigger, matching."full", matching.note,
  thinned[1] + thinned[2] + thinned[3] + thinned[4] as thinned_total, (select count(*)::int from matching) as total, counted.*
from matching
cross join lateral (
  select thinned[1] + count(*) filter (where outcome = 0)::int as complete,
    thinned[2] + count(*) filter (where outcome = 1)::int as partial,
    thinned[3] + count(*) filter (where outcome = 2)::int as failed,
    thinned[4] + count(*) filter (where outcome = 3)::int as not_expected
  from visit where visit.sweep_id = matching.id
) as counted
where $4::int is null or matching.id < $4
order by matching.id desc
limit $5
