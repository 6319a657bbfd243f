-- What some offerings are. $1 their ids.
select offering.id, tool.name as tool, tool.label, version.text as version, offering.variant, offering.build, offering.provider,
  offering.digest
from offering
join tool on tool.id = offering.tool_id
join version on version.id = offering.version_id
where offering.id = any($1)
