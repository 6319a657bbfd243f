-- What the latest visit of each node within a window could not read. $1 $2 the window, $3 clusters, $4 nodes (null: all).
with unread as (
  select distinct node_id from visit where outcome in (1, 2) and started_at > $1 and started_at <= $2
), latest as (
  select node.id as node_id, node.cluster_id, visit.*
  from unread
  join node on node.id = unread.node_id
  cross join lateral (
    select outcome, started_at, failures, reason_id from visit
    where visit.node_id = node.id and visit.started_at > $1 and visit.started_at <= $2
    order by visit.started_at desc limit 1
  ) as visit
  where node.cluster_id = any($3) and ($4::int[] is null or node.id = any($4))
    and (node.retired_at is null or node.retired_at > $2) and visit.outcome in (1, 2)
), told as (
  select latest.cluster_id, latest.node_id, latest.started_at, (failure ->> 0)::int as facet, failure ->> 1 as place,
    (failure ->> 3)::int as reason_id
  from latest cross join lateral jsonb_array_elements(latest.failures) as failure
  where failure ->> 2 = 'failed'
  union all
  select cluster_id, node_id, started_at, null, '', reason_id from latest where outcome = 2
)
select told.cluster_id, told.facet, told.place, reason.code, array_agg(told.node_id) as nodes, max(told.started_at) as at
from told join reason on reason.id = told.reason_id
group by told.cluster_id, told.facet, told.place, reason.code
order by told.cluster_id, told.facet nulls first, told.place collate "C", reason.code
