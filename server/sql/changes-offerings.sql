-- What other documents in a place mean for what it offers. $1 numbers of the pairs, $2 $3 their documents before and after, as
-- text of arrays.
with pair as (
  select * from unnest($1::int[], $2::text[], $3::text[]) as given (number, before, after)
), had as (
  select pair.number, own.id from pair
  join document_set on document_set.document_id = any(pair.before::int[])
  cross join lateral unnest(document_set.offerings) as own (id)
), has as (
  select pair.number, own.id from pair
  join document_set on document_set.document_id = any(pair.after::int[])
  cross join lateral unnest(document_set.offerings) as own (id)
), differing as (
  select number, id, true as gone from (select * from had except select * from has) as lost
  union all
  select number, id, false from (select * from has except select * from had) as gained
)
select differing.number, differing.id, differing.gone, tool.name as tool, tool.label, version.text as version, version.sort_key,
  offering.variant, offering.build, offering.provider, offering.digest
from differing
join offering on offering.id = differing.id
join tool on tool.id = offering.tool_id
join version on version.id = offering.version_id
