-- What some nodes held of a facet, newest first, at most $3 intervals each, with the sweep that saw each begin. $1 nodes, $2 facet.
select node.id as node, held.document, held.since, held."sinceAfter", held.until,
  (select visit.sweep_id from visit where visit.node_id = node.id and visit.started_at = held.since limit 1) as sweep
from unnest($1::int[]) as node (id)
cross join lateral (
  -- Asked for apart, since there is an index of open intervals by node and one of ended ones, and none of both.
  select document_id as document, since, since_after as "sinceAfter", until from (
    select * from observation where observation.node_id = node.id and observation.facet = $2 and until is null
    union all
    select * from observation where observation.node_id = node.id and observation.facet = $2 and until is not null and since <> until
  ) as intervals
  order by since desc limit $3
) as held
order by node.id, held.since desc
