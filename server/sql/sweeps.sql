-- Sweeps with their visits counted by outcome, those that were thinned away too. $1 site, $2 cluster, $3 some sweeps (null: all),
-- $4 and $5: begun after the one time and not after the other (null: whenever).
select sweep.id, site.name as site, cluster.name as cluster, sweep.started_at, sweep.finished_at, sweep.state,
  sweep.expected, sweep.changed, sweep.trigger, sweep."full", sweep.note,
  thinned[1] + thinned[2] + thinned[3] + thinned[4] as thinned_total, counted.*
from sweep
join cluster on cluster.id = sweep.cluster_id
join site on site.id = cluster.site_id
cross join lateral (
  select thinned[1] + count(*) filter (where outcome = 0)::int as complete,
    thinned[2] + count(*) filter (where outcome = 1)::int as partial,
    thinned[3] + count(*) filter (where outcome = 2)::int as failed,
    thinned[4] + count(*) filter (where outcome = 3)::int as not_expected
  from visit where visit.sweep_id = sweep.id
) as counted
where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2) and ($3::int[] is null or sweep.id = any($3))
  and ($4::timestamptz is null or sweep.started_at > $4) and ($5::timestamptz is null or sweep.started_at <= $5)
