-- Which offerings of a tool each cluster has, from the rollup: a row per cluster and provider, the rest of it left where it is.
-- $1 tool id, $2 site, $3 cluster ('': any), $4 provider number (null: any), $5 the provider of sandboxes. writable: which of
-- them, from 1 on, are sandboxes that somebody can write to.
select site.name as site, cluster.id as cluster_id, cluster.name as cluster, cluster_tool.provider, cluster_tool.offerings::text as offerings,
  cluster_tool.items::text as items,
  case when cluster_tool.provider = $5 then array(select at from unnest(cluster_tool.marks) with ordinality as one (mark, at)
    where mark ~ '(^| )writable$')::text else '{}' end as writable
from cluster_tool
join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
where cluster_tool.tool_id = $1 and ($2 = '' or site.name = $2) and ($3 = '' or cluster.name = $3)
  and ($4::int is null or cluster_tool.provider = $4)
