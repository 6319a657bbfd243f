-- What each cluster has of a tool, from the rollup: a row per cluster and provider with its columns side by side. $1 tool id, $2 number of the
-- provider whose locators are wanted. Most places say nothing besides.
select site.name as site, cluster.id as cluster_id, cluster.name as cluster, cluster_tool.provider, cluster_tool.offerings::text as offerings,
  cluster_tool.nodes::text as nodes, cluster_tool.items::text as items,
  case when array_to_string(cluster_tool.marks, '') <> '' then cluster_tool.marks end as marks,
  case when cluster_tool.provider = $2 then cluster_tool.locators end as locators
from cluster_tool
join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
where cluster_tool.tool_id = $1
order by site.name collate "C", cluster.name collate "C", cluster_tool.provider
