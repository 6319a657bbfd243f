-- What is known of tools at all sites in service: their category, and in which of the forms that are there by chance any of them has them, venv
-- (6) and system (7). The numbers stand here because the index of such rows is for just these. $1 names.
select tool.name, offering_site.category,
  array(select distinct held.provider from cluster_tool as held
    where held.tool_id = tool.id and held.provider in (6, 7)
      and held.cluster_id <> all(array(select cluster.id from cluster join site on site.id = cluster.site_id
        where cluster.retired_at is not null or site.retired_at is not null))) as providers
from tool
left join offering_site on offering_site.tool_id = tool.id
where tool.name = any($1)
