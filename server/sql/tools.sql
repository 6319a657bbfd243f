-- Tools that a scope offers. $1 part of the name, $2 site, $3 cluster, $4 provider number (null: any), $5 numbers of
-- providers of which the best one is (null: any). With a text, those
-- that begin with it have a lower rank, and shorter names a smaller size.
select tool.name as tool, tool.label, count(distinct offering.version_id)::int as versions,
  count(distinct cluster_tool.cluster_id)::int as clusters,
  case when lower(tool.name) = lower($1) then 0 when strpos(lower(tool.name), lower($1)) = 1 then 1 else 2 end as rank,
  case when $1 = '' then 0 else length(tool.name) end as size
from tool
join cluster_tool on cluster_tool.tool_id = tool.id and ($4::int is null or cluster_tool.provider = $4)
join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null and ($3 = '' or cluster.name = $3)
join site on site.id = cluster.site_id and site.retired_at is null and ($2 = '' or site.name = $2)
cross join lateral unnest(cluster_tool.offerings) as own (id)
join offering on offering.id = own.id
where $1 = '' or strpos(lower(tool.name), lower($1)) > 0 or strpos(lower(tool.label), lower($1)) > 0
group by tool.name, tool.label
having $5::int[] is null or min(cluster_tool.provider) = any($5)
