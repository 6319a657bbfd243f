-- The first of some names that a tool has which is offered somewhere. $1 names, the one that is meant rather first.
select tool.id, tool.name, tool.label, array_position($1::text[], tool.name) as at
from tool
where tool.name = any($1) and exists (select from cluster_tool where cluster_tool.tool_id = tool.id)
order by at limit 1
