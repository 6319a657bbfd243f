-- Channels that packages of conda came from, as up to three environments tell. $1 tools, $2 names of packages, side
-- by side; $3 number of the provider conda.
select distinct asked.name, package ->> 'channel' as channel
from unnest($1::text[], $2::text[]) as asked (tool, name)
join tool on tool.name = asked.tool
cross join lateral (
  select document.facts
  from cluster_tool
  join root_item on root_item.id = any(cluster_tool.items[1:8]) and root_item.until is null
  join document on document.id = root_item.document_id and document.kind = 'conda.environment'
  where cluster_tool.tool_id = tool.id and cluster_tool.provider = $3
  order by cluster_tool.cluster_id
  limit 3
) as held
cross join lateral jsonb_path_query(held.facts, '$.packages[*] ? (@.name == $name)', jsonb_build_object('name', asked.name)) as package
where package ->> 'channel' <> ''
