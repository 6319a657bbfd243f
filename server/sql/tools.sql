-- Tools that a scope offers. $1 part of the name, $2 site, $3 cluster, $4 provider number (null: any), $5 numbers of
-- providers of which the best one is (null: any), $6 the number that stands for what somebody can write to. With a text, those
-- that begin with it have a lower rank, and shorter names a smaller size. Versions and clusters are counted for the rows of a page alone,
-- unless rows are sorted by them: to count them for all tools takes seconds in a large fleet.
select tool.name as tool, tool.label,
  (select count(distinct offering.version_id)::int from cluster_tool
    join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null and ($3 = '' or cluster.name = $3)
    join site on site.id = cluster.site_id and site.retired_at is null and ($2 = '' or site.name = $2)
    cross join lateral unnest(cluster_tool.offerings) as own (id)
    join offering on offering.id = own.id
    where cluster_tool.tool_id = tool.id and ($4::int is null or cluster_tool.provider = $4)) as versions,
  (select count(distinct cluster.id)::int from cluster_tool
    join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null and ($3 = '' or cluster.name = $3)
    join site on site.id = cluster.site_id and site.retired_at is null and ($2 = '' or site.name = $2)
    where cluster_tool.tool_id = tool.id and ($4::int is null or cluster_tool.provider = $4)) as clusters,
  case when lower(tool.name) = lower($1) then 0 when strpos(lower(tool.name), lower($1)) = 1 then 1 else 2 end as rank,
  case when $1 = '' then 0 else length(tool.name) end as size
from tool
where ($1 = '' or strpos(lower(tool.name), lower($1)) > 0 or strpos(lower(tool.label), lower($1)) > 0)
  and exists (select from cluster_tool
    join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null and ($3 = '' or cluster.name = $3)
    join site on site.id = cluster.site_id and site.retired_at is null and ($2 = '' or site.name = $2)
    where cluster_tool.tool_id = tool.id and ($4::int is null or cluster_tool.provider = $4))
  and ($5::int[] is null or case when exists (select from cluster_tool as own where own.tool_id = tool.id and own.writable)
  then (select min(case when cluster_tool.writable then greatest(cluster_tool.provider, $6::int) else cluster_tool.provider end) from cluster_tool
    join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null and ($3 = '' or cluster.name = $3)
    join site on site.id = cluster.site_id and site.retired_at is null and ($2 = '' or site.name = $2)
    where cluster_tool.tool_id = tool.id and ($4::int is null or cluster_tool.provider = $4))
  else (select min(cluster_tool.provider) from cluster_tool
    join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null and ($3 = '' or cluster.name = $3)
    join site on site.id = cluster.site_id and site.retired_at is null and ($2 = '' or site.name = $2)
    where cluster_tool.tool_id = tool.id and ($4::int is null or cluster_tool.provider = $4))
  end = any($5))
