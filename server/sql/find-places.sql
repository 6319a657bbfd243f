-- The example place of each row of find's answer, and the newest visit that confirmed it. $1 items:
-- positive a root item, negative an observation.
select root_item.id as item, root.facet, root.kind as root_kind, root.path as root_path, root.key as root_key,
  root_item.path as item_path,
  encode(document.hash, 'hex') as document,
  (select encode(inside.hash, 'hex') from image_contents join document inside on inside.id = image_contents.contents_id
   where image_contents.root_id = root.id and image_contents.path = root_item.path
     and image_contents.document_id = root_item.document_id) as inside,
  case when document.kind = 'images.sandbox' then document.facts ->> 'writable' = 'true' else false end as writable,
  -- A visit that was broken off confirms nothing, but saw what it stored.
  greatest(root_item.since, walk.at, (select max(visit.started_at)
   from node_root
   cross join lateral (
     select started_at, unwalked from visit
     where visit.node_id = node_root.node_id and visit.confirmed & (1 << root.facet) <> 0
       and not root.id = any(visit.unconfirmed) and not -root_item.id = any(visit.unconfirmed)
       and (root.node_scope = 0 or not root.id = any(visit.unwalked))
     order by started_at desc limit 1
   ) as visit
   -- Who left the root to another node says nothing of what is in it. What that one read, the sweep tells.
   where node_root.root_id = root.id and node_root.until is null and not root.id = any(visit.unwalked))) as confirmed
from root_item
join root on root.id = root_item.root_id
left join lateral (
  select root_walk.at from root_walk
  join visit on visit.sweep_id = root_walk.sweep_id and visit.node_id = root_walk.node_id
  where root_walk.root_id = root.id and not -root_item.id = any(visit.unconfirmed)
  order by root_walk.started_at desc limit 1
) as walk on true
join document on document.id = root_item.document_id
where root_item.id = any($1)
union all
select -observation.id, observation.facet, '', '', '', '', encode(document.hash, 'hex'), null, false,
  (select max(started_at) from visit
   where visit.node_id = observation.node_id and visit.confirmed & (1 << observation.facet) <> 0)
from observation
join document on document.id = observation.document_id
where -observation.id = any($1)
