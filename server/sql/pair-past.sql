-- Keeps what pairs are counted as from now on, where that is another thing than before: every two sites, and every two clusters
-- of one site. $1 the time.
with now as (
  select false as clusters, a_id, b_id, matches from site_pair where a_id <> b_id
  union all
  select true, a_id, b_id, matches from cluster_pair
  join cluster as a on a.id = a_id
  join cluster as b on b.id = b_id and b.site_id = a.site_id
  where a_id <> b_id
)
insert into pair_past (clusters, a_id, b_id, since, matches)
select clusters, a_id, b_id, $1::timestamptz, matches from now
where matches is distinct from (select past.matches from pair_past as past
  where past.clusters = now.clusters and past.a_id = now.a_id and past.b_id = now.b_id
  order by past.since desc limit 1)
on conflict (clusters, a_id, b_id, since) do update set matches = excluded.matches
