-- Tools by the provider under whose best tier they count, over everything and for each site. $1 site ('' all), $2 cluster ('' all), $3 the
-- number that stands for what somebody can write to. All are counted by the index first; then the few tools that lie so anywhere are taken
-- from where they were counted, and put where they belong: numbers of one provider are to be added up.
with own as (
  select site.name as site, cluster_tool.tool_id, min(cluster_tool.provider) as provider
  from cluster_tool
  join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  group by site.name, cluster_tool.tool_id
), mended as (
  select site.name as site, cluster_tool.tool_id, min(cluster_tool.provider) as provider,
    min(case when cluster_tool.writable then greatest(cluster_tool.provider, $3::int) else cluster_tool.provider end) as counted
  from (select distinct tool_id from cluster_tool where writable) as few
  join cluster_tool on cluster_tool.tool_id = few.tool_id
  join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  group by site.name, cluster_tool.tool_id
), everywhere as (
  select min(provider) as provider, min(counted) as counted from mended group by tool_id
)
select null as site, provider, count(*)::int as tools
from (select tool_id, min(provider) as provider from own group by tool_id) as best group by provider
union all
select site, provider, count(*)::int from own group by site, provider
union all
select null, provider, -count(*)::int from everywhere group by provider
union all
select null, counted, count(*)::int from everywhere group by counted
union all
select site, provider, -count(*)::int from mended group by site, provider
union all
select site, counted, count(*)::int from mended group by site, counted
