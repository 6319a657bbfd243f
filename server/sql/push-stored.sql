-- The newest visit of each of some nodes that read anything. $1 ids of nodes.
select node.id, newest.started_at as "startedAt"
from unnest($1::int[]) as node (id)
cross join lateral (
  select started_at from visit where visit.node_id = node.id and visit.confirmed <> 0 order by started_at desc limit 1
) as newest
