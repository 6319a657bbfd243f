-- Tools that are there in a version. $1 the version: it alone, or what goes on after a dot. $2 how many. Those that have it exactly come
-- first, then those that most clusters have in any version; how many have this one is counted for the few that may be shown.
with wanted as (
  select id, text, text = $1 as exact from version where text = $1 or starts_with(text, $1 || '.')
), named as (
  select offering.tool_id, wanted.text as version, wanted.exact, array_agg(offering.id) as offerings
  from offering join wanted on wanted.id = offering.version_id
  group by offering.tool_id, wanted.id, wanted.text, wanted.exact
), likely as (
  select named.*, tool.name, tool.label, known.clusters as popular
  from named
  join tool on tool.id = named.tool_id
  cross join lateral (
    select count(distinct cluster_id)::int as clusters from cluster_tool where cluster_tool.tool_id = named.tool_id
  ) as known
  where known.clusters > 0
  order by exact desc, popular desc, tool.name, version
  limit 5 * $2
)
select likely.name as tool, likely.label, likely.version, place.clusters
from likely
cross join lateral (
  select count(distinct cluster.id)::int as clusters
  from cluster_tool
  join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where cluster_tool.tool_id = likely.tool_id and cluster_tool.offerings && likely.offerings
) as place
where place.clusters > 0
order by exact desc, popular desc, likely.name, likely.version
limit $2
