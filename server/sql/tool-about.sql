-- What tools are, in a sentence, and their newest version. $1 names of tools, $2 number of the provider module. The sentence is
-- one that a modulefile says; of few trees, since one of them may hold thousands of modules.
select tool.name as tool, coalesce(version.text, '') as newest, coalesce(told.description, '') as description,
  coalesce(told.homepage, '') as homepage
from tool
left join offering_site on offering_site.tool_id = tool.id
left join version on version.id = offering_site.newest
left join lateral (
  select module ->> 'description' as description, module ->> 'homepage' as homepage
  from (
    select items[array_length(items, 1)] as item from cluster_tool
    where cluster_tool.tool_id = tool.id and cluster_tool.provider = $2 order by cluster_id limit 3
  ) as place
  join root_item on root_item.id = place.item
  join document on document.id = root_item.document_id and document.kind = 'modules.tree'
  cross join lateral jsonb_path_query(document.facts, '$.modules[*] ? (@.description != "")') as module
  where lower(regexp_replace(module ->> 'name', '^.*/', '')) in (lower(tool.name), lower(tool.label))
  limit 1
) as told on true
where tool.name = any($1)
