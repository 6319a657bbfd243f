-- The example place of each row of find's answer, and the newest visit that confirmed it. $1 items:
-- positive a root item, negative an observation.
with asked as (
  select id, root_id, path, document_id, since from root_item where id = any($1)
), read as materialized (
  -- Once for all items of a shared root: who read it last for all, and the newest visit since then that read it itself. Looked for among
  -- the visits of the twenty newest sweeps, from the newest: of a root that is read at all the first ones tell. Subqueries that give a value
  -- are asked only until then, where "exists" would be joined.
  select root.*, walk.at as walked, newest.started_at as visited,
    coalesce(walk.unconfirmed, '{}') || coalesce(newest.unconfirmed, '{}') as unconfirmed,
    root.node_scope = 0 and (newest.started_at is not null or walk.at >= late.since or late.since = '-infinity') as settled
  from root
  cross join lateral (select coalesce((
    select started_at from sweep where sweep.cluster_id = root.cluster_id order by started_at desc offset 20 limit 1
  ), '-infinity') as since) as late
  left join lateral (
    select root_walk.at, visit.unconfirmed from root_walk
    join visit on visit.sweep_id = root_walk.sweep_id and visit.node_id = root_walk.node_id
    where root_walk.root_id = root.id
    order by root_walk.started_at desc limit 1
  ) as walk on true
  left join lateral (
    select recent.started_at, recent.unconfirmed from visit as recent
    where recent.cluster_id = root.cluster_id and recent.started_at > greatest(late.since, walk.at) and root.node_scope = 0
      and recent.confirmed & (1 << root.facet) <> 0
      and not root.id = any(recent.unconfirmed) and not root.id = any(recent.unwalked)
      and coalesce((select true from node_root
        where node_root.node_id = recent.node_id and node_root.root_id = root.id and node_root.until is null), false)
      and coalesce((select false from visit
        where visit.node_id = recent.node_id and visit.started_at > recent.started_at
          and visit.confirmed & (1 << root.facet) <> 0 and not root.id = any(visit.unconfirmed) limit 1), true)
    order by recent.started_at desc limit 1
  ) as newest on true
  where root.id in (select root_id from asked)
)
select asked.id as item, read.facet, read.kind as root_kind, read.path as root_path, read.key as root_key,
  asked.path as item_path,
  encode(document.hash, 'hex') as document,
  (select encode(inside.hash, 'hex') from image_contents join document inside on inside.id = image_contents.contents_id
   where image_contents.root_id = read.id and image_contents.path = asked.path
     and image_contents.document_id = asked.document_id) as inside,
  case when document.kind = 'images.sandbox' then document.facts ->> 'writable' = 'true' else false end as writable,
  -- A visit that was broken off confirms nothing, but saw what it stored.
  case when read.settled and not -asked.id = any(read.unconfirmed) then greatest(asked.since, read.walked, read.visited)
  else greatest(asked.since, (
    select root_walk.at from root_walk
    join visit on visit.sweep_id = root_walk.sweep_id and visit.node_id = root_walk.node_id
    where root_walk.root_id = read.id and not -asked.id = any(visit.unconfirmed)
    order by root_walk.started_at desc limit 1
  ), (
    select max(visit.started_at)
    from node_root
    cross join lateral (
      select started_at, unwalked from visit
      where visit.node_id = node_root.node_id and visit.confirmed & (1 << read.facet) <> 0
        and not read.id = any(visit.unconfirmed) and not -asked.id = any(visit.unconfirmed)
        and (read.node_scope = 0 or not read.id = any(visit.unwalked))
      order by started_at desc limit 1
    ) as visit
    -- Who left the root to another node says nothing of what is in it. What that one read, the sweep tells.
    where node_root.root_id = read.id and node_root.until is null and not read.id = any(visit.unwalked)
  )) end as confirmed
from asked
join read on read.id = asked.root_id
join document on document.id = asked.document_id
union all
select -observation.id, observation.facet, '', '', '', '', encode(document.hash, 'hex'), null, false,
  (select max(started_at) from visit
   where visit.node_id = observation.node_id and visit.confirmed & (1 << observation.facet) <> 0)
from observation
join document on document.id = observation.document_id
where observation.id = any(array(select -item from unnest($1::int[]) as item where item < 0))
