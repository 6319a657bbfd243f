-- The offerings of documents, a row each. $1 document ids and, side by side, $2 marks, $3 places, $4 example places.
with held as (
  select * from unnest($1::int[], $2::text[], $3::int[], $4::int[]) as held (document_id, marks, places, item)
), offered as (
  select own.id, max(held.item) as item, sum(held.places)::int as places,
    coalesce(string_agg(distinct nullif(replace(held.marks, 'writable', ''), ''), ' '), '') as marks,
    -- What somebody can change is so only where all of it is.
    bool_and(held.marks ~ '(^| )writable$') as writable,
    array_agg(distinct held.document_id) as documents
  from held
  join document_set on document_set.document_id = held.document_id
  cross join lateral unnest(document_set.offerings) as own (id)
  group by own.id
)
select tool.name as tool, tool.label, offering.id, version.text as version, offering.variant, offering.build,
  offering.provider, offering.digest, offered.places, offered.item, offered.documents,
  offered.marks, offered.writable,
  coalesce((
    select document_locator.locator from document_locator
    where document_locator.offering_id = offering.id and document_locator.document_id = any(offered.documents)
    order by document_locator.document_id desc, document_locator.ordinal limit 1
  ), '') as locator
from offered
join offering on offering.id = offered.id
join tool on tool.id = offering.tool_id
join version on version.id = offering.version_id
