-- Tools by the provider that travels best, counted over everything and for each site. $1 site ('' all), $2 cluster ('' all).
with own as (
  select site.name as site, cluster_tool.tool_id, min(cluster_tool.provider) as provider
  from cluster_tool
  join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  group by site.name, cluster_tool.tool_id
)
select null as site, provider, count(*)::int as tools
from (select tool_id, min(provider) as provider from own group by tool_id) as best group by provider
union all
select site, provider, count(*)::int from own group by site, provider
