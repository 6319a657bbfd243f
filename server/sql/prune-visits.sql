-- Old visits of some nodes that nothing shown depends on. $1 node ids, $2 visits before this are old, $3 before this no
-- week keeps one, $4 so many of a node's newest visits, and $5 of a cluster's newest sweeps, are never old.
-- Ages are the newest visits that confirm something (docs/storage.md). For each such question the newest old visit that
-- answers it stays, whatever younger ones say: whoever asks for a time since $2 then gets the same answer as before.
with span as (
  select node.id as node, least($2, (
    select started_at from visit where visit.node_id = node.id order by started_at desc offset $4::int - 1 limit 1)) as until
  from unnest($1::int[]) as node (id)
  where (select count(*) from visit where visit.node_id = node.id) >= $4
), late as (
  -- Who read a root for all is looked for in these.
  select sweep.id
  from (select distinct cluster_id from node where node.id = any($1)) as cluster
  cross join lateral (
    select id from sweep where sweep.cluster_id = cluster.cluster_id and trigger <> 'single' order by started_at desc limit $5
  ) as sweep
), old as (
  select visit.sweep_id, visit.node_id, visit.outcome, visit.started_at, visit.confirmed,
    -- Facets that some later old visit confirmed.
    coalesce(bit_or(visit.confirmed) over (partition by visit.node_id order by visit.started_at desc, visit.sweep_id desc
      rows between unbounded preceding and 1 preceding), 0) as later,
    row_number() over (partition by visit.node_id, visit.outcome <= 1
      order by visit.started_at desc, visit.sweep_id desc) as of_outcome,
    row_number() over (partition by visit.node_id, date_trunc('week', visit.started_at at time zone 'UTC')
      order by visit.outcome, visit.started_at desc, visit.sweep_id desc) as of_week
  from span join visit on visit.node_id = span.node and visit.started_at < span.until
  where visit.sweep_id not in (select id from late)
), of_root as (
  -- The last to confirm each root that the node sees or saw, and the last of them that read it here.
  select root.id as root, root.facet, span.node, span.until, read.here, last.sweep_id, last.unconfirmed
  from span
  join (select distinct node_id, root_id from node_root) as seen on seen.node_id = span.node
  join root on root.id = seen.root_id
  cross join (values (true), (false)) as read (here)
  cross join lateral (
    select sweep_id, unconfirmed from visit
    where visit.node_id = span.node and visit.started_at < span.until and visit.confirmed & (1 << root.facet) <> 0
      and not root.id = any(visit.unconfirmed) and not (read.here and root.id = any(visit.unwalked))
    order by started_at desc, sweep_id desc limit 1
  ) as last
), of_item as (
  -- The last to read each item that it kept unread.
  select last.sweep_id, of_root.node
  from of_root
  cross join lateral unnest(of_root.unconfirmed) as own (item)
  join root_item on root_item.id = -own.item and root_item.root_id = of_root.root and root_item.until is null
  cross join lateral (
    select sweep_id from visit
    where visit.node_id = of_root.node and visit.started_at < of_root.until
      and visit.confirmed & (1 << of_root.facet) <> 0
      and not of_root.root = any(visit.unconfirmed) and not own.item = any(visit.unconfirmed)
      and not (of_root.here and of_root.root = any(visit.unwalked))
    order by started_at desc, sweep_id desc limit 1
  ) as last
  where own.item < 0
), needed as (
  select sweep_id, node from of_root union select sweep_id, node from of_item
)
select old.sweep_id, old.node_id, old.outcome
from old
where old.confirmed & ~old.later = 0
  and not (old.outcome <= 1 and old.of_outcome = 1)
  and not (old.of_week = 1 and old.started_at >= $3)
  and not exists (select from needed where needed.sweep_id = old.sweep_id and needed.node = old.node_id)
