-- Nodes of clusters, put together where they hold the same documents in every facet that decides. $1 clusters, $2 facet
-- numbers, $3 ids of nodes (null: all). A row per group and facet: the document (-1: absent, -2: it told nothing, -3: never
-- read), and the age of the node that was confirmed longest ago; names and roles stand in the row of the first facet.
with latest as (
  select node.id, node.cluster_id, node.name, node.role, newest.started_at, coalesce(newest.confirmed, 0) as confirmed,
    coalesce(newest.absent, 0) as absent
  from node
  left join lateral (
    select visit.started_at, visit.confirmed, visit.absent from visit
    where visit.node_id = node.id order by visit.started_at desc limit 1
  ) as newest on true
  where node.cluster_id = any($1) and node.retired_at is null and ($3::int[] is null or node.id = any($3))
), told as (
  select latest.id, latest.cluster_id, latest.name, latest.role, facet.number,
    case when latest.confirmed & (1 << facet.number) <> 0 then latest.started_at else earlier.at end as at,
    case when latest.confirmed & (1 << facet.number) <> 0 then latest.absent & (1 << facet.number) <> 0
      else coalesce(earlier.absent, false) end as absent
  from latest
  cross join unnest($2::int[]) as facet (number)
  left join lateral (
    -- Only where the newest visit did not answer for this facet.
    select visit.started_at as at, visit.absent & (1 << facet.number) <> 0 as absent from visit
    where visit.node_id = latest.id and latest.confirmed & (1 << facet.number) = 0
      and visit.confirmed & (1 << facet.number) <> 0
    order by visit.started_at desc limit 1
  ) as earlier on true
), held as (
  select told.*,
    coalesce(observation.document_id, case when told.absent then -1 when told.at is not null then -2 else -3 end) as document
  from told
  left join observation on observation.node_id = told.id and observation.facet = told.number
    and observation.until is null
), keyed as (
  select held.*, array_agg(document) over (
    partition by id order by number rows between unbounded preceding and unbounded following) as key
  from held
)
select cluster_id as cluster, number as facet, min(document) as document,
  case when bool_and(at is not null) then min(at) end as confirmed,
  array_agg(name order by name collate "C") filter (where number = ($2::int[])[1]) as names,
  array_agg(distinct role) filter (where number = ($2::int[])[1]) as roles,
  (array_agg(id order by name collate "C") filter (where number = ($2::int[])[1]))[1] as node
from keyed group by cluster_id, key, number
order by cluster_id, key, array_position($2::int[], number)
