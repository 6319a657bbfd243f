-- What some nodes held of a facet, newest first, at most $3 intervals each, with the sweep that saw each begin. $1 nodes, $2 facet.
select node.id as node, held.document, held.since, held."sinceAfter", held.until,
  (select visit.sweep_id from visit where visit.node_id = node.id and visit.started_at = held.since limit 1) as sweep
from unnest($1::int[]) as node (id)
cross join lateral (
  select document_id as document, since, since_after as "sinceAfter", until from observation
  where observation.node_id = node.id and observation.facet = $2 and observation.since <> coalesce(observation.until, 'infinity')
  order by since desc limit $3
) as held
order by node.id, held.since desc
