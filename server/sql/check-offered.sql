-- Everything that was ever offered of some tools, a row per tool with its offerings side by side: sixty thousand rows would take longer
-- to send than to find. $1 names of tools, $2 whether digests are wanted.
select tool.id as "toolId", tool.name as tool, array_agg(offering.id)::text as ids, array_agg(offering.version_id)::text as versions,
  array_agg(offering.provider::int)::text as providers, json_agg(offering.variant) as variants, json_agg(offering.build) as builds,
  case when $2::boolean then json_agg(offering.digest) end as digests
from tool
join offering on offering.tool_id = tool.id
where tool.name = any($1)
group by tool.id
