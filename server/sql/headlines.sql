-- What nodes ($1) hold of some facets ($2) of their own. Where they hold nothing: whether the last visit that answered the facet found that it
-- is not there, how the latest visit went, and whether it failed to read the facet.
select asked.node, asked.facet, document.id is not null as held, document.facts, answered.absent, latest.outcome, latest.failed
from (select node, facet from unnest($1::int[]) as node, unnest($2::int[]) as facet) as asked
left join observation on observation.node_id = asked.node and observation.facet = asked.facet and observation.until is null
left join document on document.id = observation.document_id
left join lateral (
  select visit.absent & (1 << asked.facet) <> 0 as absent from visit
  where observation.id is null and visit.node_id = asked.node and visit.confirmed & (1 << asked.facet) <> 0
  order by started_at desc limit 1
) as answered on true
left join lateral (
  select visit.outcome, exists (select from jsonb_array_elements(visit.failures) as one
    where (one ->> 0)::int = asked.facet and one ->> 2 = 'failed') as failed
  from visit where observation.id is null and visit.node_id = asked.node order by started_at desc limit 1
) as latest on true
