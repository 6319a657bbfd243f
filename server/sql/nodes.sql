-- Nodes with their latest visit. $1 site, $2 cluster, $3 role, $4 outcome ('' any, 'never' for no
-- visit), $5 reason code, $6 part of the name, $7 one node's id (null: all), $8 number of a facet of which
-- the latest visit could not read something (null: any), $9 it was visited, and nothing was learnt since then, or ever (null: whenever),
-- $10 and $11 nothing was learnt after the one time and up to the other (null: whenever); when it was last is told as of $11.
-- $12 names of nodes (null: any).
select node.id, site.name as site, cluster.name as cluster, node.name, node.role, node.address, node.transport,
  latest.outcome, latest.started_at as visited_at, reason.code as reason_code, reason.message as reason_message,
  (select max(visit.started_at) from visit where visit.node_id = node.id and visit.confirmed <> 0
    and ($11::timestamptz is null or visit.started_at <= $11)) as last_good_at
from node
join cluster on cluster.id = node.cluster_id
join site on site.id = cluster.site_id
left join lateral (
  select outcome, started_at, reason_id, failures from visit
  where visit.node_id = node.id order by started_at desc limit 1
) as latest on true
left join reason on reason.id = latest.reason_id
where node.retired_at is null and cluster.retired_at is null and site.retired_at is null
  and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2) and ($3 = '' or node.role = $3)
  and ($6 = '' or strpos(lower(node.name), lower($6)) > 0)
  and ($7::int is null or node.id = $7) and ($12::text[] is null or node.name = any($12))
  and case $4 when '' then true when 'never' then latest.outcome is null
      when 'complete' then latest.outcome = 0 when 'partial' then latest.outcome = 1
      when 'failed' then latest.outcome = 2 when 'notExpected' then latest.outcome = 3 else false end
  and ($5 = '' or reason.code = $5)
  and ($8::int is null or exists (select from jsonb_array_elements(latest.failures) as one
    where (one ->> 0)::int = $8 and one ->> 2 = 'failed'))
  and ($9::timestamptz is null or latest.outcome is not null and coalesce(
    (select max(visit.started_at) from visit where visit.node_id = node.id and visit.confirmed <> 0), node.created_at) < $9)
  and ($10::timestamptz is null or (node.created_at <= $11 or exists (select from visit where visit.node_id = node.id and visit.started_at <= $11))
    and not exists (select from visit
    where visit.node_id = node.id and visit.confirmed <> 0 and visit.started_at > $10 and visit.started_at <= $11))
