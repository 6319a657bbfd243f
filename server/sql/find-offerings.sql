-- Everything that was ever offered of a tool. $1 tool id.
select offering.id, version.text as version, version.sort_key, offering.variant, offering.build
from offering
join version on version.id = offering.version_id
where offering.tool_id = $1
