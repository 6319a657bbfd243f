-- Everything that was ever offered of some tools. $1 names of tools.
select tool.id as "toolId", tool.name as tool, offering.id, version.text as version, version.sort_key as "sortKey", offering.variant,
  offering.build, offering.provider, offering.digest
from tool
join offering on offering.tool_id = tool.id
join version on version.id = offering.version_id
where tool.name = any($1)
