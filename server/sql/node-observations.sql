-- What a node holds, a row at least. $1 node, $2 when it is visited.
-- overtaken: bits of the facets that visits confirmed which began later and were stored before. A visit dated in the future
-- was stored before the clock was put right; it overtakes nothing.
select later.facets as overtaken, observation.id, observation.facet, observation.document_id as "documentId",
  observation.since
from (
  select bit_or(confirmed) as facets from visit where node_id = $1 and started_at > $2 and started_at <= now()
) as later
left join observation on observation.node_id = $1 and observation.until is null
