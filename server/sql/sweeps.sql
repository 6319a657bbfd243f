-- Sweeps with their visits counted by outcome, those that were thinned away too. $1 site, $2 cluster, $3 some sweeps (null: all),
-- $4 and $5: begun after the one time and not after the other (null: whenever), $6 names of nodes (null: any): only sweeps that
-- visited some of these, or were to, with their visits alone. Which nodes a sweep that was broken off did not come to is not kept: each of
-- these that was there and has no visit counts, as far as so many are missing. Of thinned visits nobody knows whose they were.
select sweep.id, site.name as site, cluster.name as cluster, sweep.started_at, sweep.finished_at, sweep.state,
  case when $6::text[] is null then sweep.expected else counted.made + missing.nodes end as expected,
  sweep.changed, sweep.trigger, sweep."full", sweep.note,
  sweep.thinned[1] + sweep.thinned[2] + sweep.thinned[3] + sweep.thinned[4] as thinned_total,
  counted.complete, counted.partial, counted.failed, counted.not_expected
from sweep
join cluster on cluster.id = sweep.cluster_id
join site on site.id = cluster.site_id
cross join lateral (select case when $6::text[] is null then sweep.thinned else '{0,0,0,0}' end as thinned) as kept
cross join lateral (
  select count(*)::int as made,
    kept.thinned[1] + count(*) filter (where outcome = 0)::int as complete,
    kept.thinned[2] + count(*) filter (where outcome = 1)::int as partial,
    kept.thinned[3] + count(*) filter (where outcome = 2)::int as failed,
    kept.thinned[4] + count(*) filter (where outcome = 3)::int as not_expected
  from visit
  where visit.sweep_id = sweep.id
    and ($6::text[] is null or exists (select from node where node.id = visit.node_id and node.name = any($6)))
) as counted
cross join lateral (
  select case when $6::text[] is null then 0 else least(count(*)::int, greatest(0, sweep.expected
    - sweep.thinned[1] - sweep.thinned[2] - sweep.thinned[3] - sweep.thinned[4]
    - (select count(*)::int from visit where visit.sweep_id = sweep.id))) end as nodes
  from node
  where $6::text[] is not null and node.cluster_id = sweep.cluster_id and node.name = any($6)
    and (node.retired_at is null or node.retired_at > sweep.started_at)
    and (node.created_at <= sweep.started_at
      or exists (select from visit where visit.node_id = node.id and visit.started_at <= sweep.started_at))
    and not exists (select from visit where visit.sweep_id = sweep.id and visit.node_id = node.id)
) as missing
where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2) and ($3::int[] is null or sweep.id = any($3))
  and ($4::timestamptz is null or sweep.started_at > $4) and ($5::timestamptz is null or sweep.started_at <= $5)
  and ($6::text[] is null or counted.made + missing.nodes > 0)
