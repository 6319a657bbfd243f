-- When what nodes could not read was read last, by the node or by the one that read it for all, up to a time; null where it never was.
-- $1 the time; in step $2 nodes, $3 facets (null: the node as a whole) and $4 paths ('': the facet as a whole). Where several roots of the
-- node lie at one path, that which was read longest ago counts.
select asked.at::int as at, case when asked.path = '' then (
  select visit.started_at from visit
  where visit.node_id = asked.node_id and visit.started_at <= $1
    and visit.confirmed & coalesce(1 << asked.facet, -1) <> 0
  order by visit.started_at desc limit 1
) else (
  select nullif(min(coalesce(greatest(
    (select root_walk.at from root_walk where root_walk.root_id = root.id and root_walk.at <= $1
     order by root_walk.started_at desc limit 1),
    (select visit.started_at from visit
     where visit.node_id = asked.node_id and visit.started_at <= $1 and visit.started_at >= node_root.since
       and visit.confirmed & (1 << root.facet) <> 0
       and not root.id = any(visit.unconfirmed) and not root.id = any(visit.unwalked)
     order by visit.started_at desc limit 1)
  ), '-infinity')), '-infinity')
  from node_root join root on root.id = node_root.root_id
  where node_root.node_id = asked.node_id and node_root.since <= $1 and (node_root.until is null or node_root.until > $1)
    and root.facet = asked.facet and root.path = asked.path
) end as read
from unnest($2::int[], $3::int[], $4::text[]) with ordinality as asked (node_id, facet, path, at)
