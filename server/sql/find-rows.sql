-- Where a tool is, from the rollup. $1 tool id, $2 exact version ids (null: any), $3 site, $4 cluster,
-- $5 provider number (null: any).
select tool.name as tool, tool.label, version.id as version_id, version.text as version, version.sort_key, offering.id as offering,
  offering.variant, offering.build, offering.provider, offering.digest, site.name as site, cluster.id as cluster_id, cluster.name as cluster,
  coalesce(cluster.settings #>> array['access', lower(tool.name)], '') as access,
  entry.nodes, entry.places, entry.item, entry.node_set, entry.locator, coalesce(entry.marks, '') as marks
from cluster_tool
join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
join tool on tool.id = cluster_tool.tool_id
cross join lateral unnest(cluster_tool.offerings, cluster_tool.nodes, cluster_tool.places, cluster_tool.items,
  cluster_tool.node_sets, cluster_tool.locators, cluster_tool.marks) as entry (offering, nodes, places, item, node_set, locator, marks)
join offering on offering.id = entry.offering
join version on version.id = offering.version_id
where cluster_tool.tool_id = $1 and ($2::int[] is null or version.id = any($2))
  and ($3 = '' or site.name = $3) and ($4 = '' or cluster.name = $4)
  and ($5::int is null or cluster_tool.provider = $5)
