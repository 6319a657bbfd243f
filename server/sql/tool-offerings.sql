-- Everything that was ever offered of a tool, with what it is matched by. $1 tool id.
select offering.id, version.id as version_id, version.text as version, version.sort_key, offering.variant, offering.build, offering.digest
from offering
join version on version.id = offering.version_id
where offering.tool_id = $1
