-- Where nodes were not read to the end, so that what was not seen there may be there all the same: per cluster, facet and
-- reason, with how many nodes and an example. $1 cluster ids, $2 node ids (null: all of them), $3 the time, $4 numbers of the
-- facets, $5 days after which a reading no longer says that something is missing. Reason '' tells of each cluster that has
-- nodes the oldest reading that counts.
with member as (
  select node.id, node.name, node.cluster_id from node
  where node.cluster_id = any($1) and ($2::int[] is null or node.id = any($2))
    and (node.retired_at is null or node.retired_at > $3)
    -- One that came later makes nothing unknown of then.
    and (node.created_at <= $3 or exists (select from visit where visit.node_id = node.id and visit.started_at <= $3))
), latest as (
  -- A node that could not be reached keeps what the visit before said, with its age.
  select member.*, visit.started_at, coalesce(visit.confirmed, 0) as confirmed, visit.failures, visit.unconfirmed
  from member
  left join lateral (
    select started_at, confirmed, failures, unconfirmed from visit
    where visit.node_id = member.id and visit.started_at <= $3 and visit.confirmed <> 0
    order by started_at desc limit 1
  ) as visit on true
), each as (
  -- Not asked for lately, or failed: then that is told below. A case, since a join would ask it of every node and facet.
  select latest.*, facet, case when confirmed & (1 << facet) <> 0 then started_at else (
    select max(visit.started_at) from visit
    where visit.node_id = latest.id and visit.started_at <= $3 and visit.confirmed & (1 << facet) <> 0
  ) end as confirmed_at
  from latest
  cross join unnest($4::int[]) as facet
), failed as (
  select latest.id, latest.name, latest.cluster_id, (failure ->> 0)::int as facet, failure ->> 1 as root,
    failure ->> 2 as outcome, (failure ->> 3)::int as reason_id
  from latest cross join jsonb_array_elements(latest.failures) as failure
  union all
  select each.id, each.name, each.cluster_id, each.facet, failure ->> 1, failure ->> 2, (failure ->> 3)::int
  from each
  join visit on visit.node_id = each.id and visit.started_at > each.confirmed_at and visit.started_at < each.started_at
  cross join jsonb_array_elements(visit.failures) as failure
  where (failure ->> 0)::int = each.facet
), gap as (
  select cluster_id, facet, 'never-read' as reason, name, '' as root from each where confirmed_at is null
  union all
  select cluster_id, facet, 'stale', name, '' from each where confirmed_at < $3 - make_interval(days => $5)
  union all
  select failed.cluster_id, failed.facet, reason.code, failed.name, failed.root
  from failed
  join reason on reason.id = failed.reason_id
  where failed.facet = any($4) and (failed.outcome = 'failed' or reason.code = 'partly-unread')
    -- What this node could not read of a shared root, another node did.
    and not exists (
      select from root
      join node_root on node_root.root_id = root.id and node_root.until is null
      join latest as other on other.id = node_root.node_id
      where failed.outcome = 'failed' and root.cluster_id = failed.cluster_id and root.facet = failed.facet
        and root.path = failed.root and root.node_scope = 0 and other.id <> failed.id
        and other.confirmed & (1 << root.facet) <> 0 and not root.id = any(other.unconfirmed)
    )
)
select cluster_id as cluster, facet, reason, count(distinct name)::int as nodes, min(name collate "C") as node,
  min(root collate "C") as root, null::timestamptz as oldest
from gap group by cluster_id, facet, reason
union all
select cluster_id, -1, '', count(distinct id)::int, '', '', min(confirmed_at) from each group by cluster_id
order by 1, 2, 3
