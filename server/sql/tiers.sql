-- Tools by the provider under whose best tier they count, over everything and for each site. $1 site ('' all), $2 cluster ('' all), $3 the
-- number that stands for what somebody can write to: of the few tools that lie so anywhere, each row is looked at, of all others the index.
with writable as materialized (select distinct tool_id from cluster_tool where writable),
own as (
  select site.name as site, cluster_tool.tool_id, min(cluster_tool.provider) as provider
  from cluster_tool
  join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
    and not exists (select from writable where writable.tool_id = cluster_tool.tool_id)
  group by site.name, cluster_tool.tool_id
  union all
  select site.name, cluster_tool.tool_id,
    min(case when cluster_tool.writable then greatest(cluster_tool.provider, $3::int) else cluster_tool.provider end)
  from writable
  join cluster_tool on cluster_tool.tool_id = writable.tool_id
  join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  group by site.name, cluster_tool.tool_id
)
select null as site, provider, count(*)::int as tools
from (select tool_id, min(provider) as provider from own group by tool_id) as best group by provider
union all
select site, provider, count(*)::int from own group by site, provider
