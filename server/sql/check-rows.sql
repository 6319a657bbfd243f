-- Entries of the rollup of some clusters and offerings, as find-rows gives them. $1 cluster ids, $2 offering ids: pairs.
select tool.name as tool, tool.label, version.text as version, version.sort_key, offering.id as offering, offering.variant,
  offering.build, offering.provider, site.name as site, cluster.id as cluster_id, cluster.name as cluster,
  coalesce(cluster.settings #>> array['access', lower(tool.name)], '') as access,
  entry.nodes, entry.places, entry.item, entry.node_set, entry.locator
from (select distinct cluster, offering from unnest($1::int[], $2::int[]) as one (cluster, offering)) as asked
join offering on offering.id = asked.offering
join tool on tool.id = offering.tool_id
join version on version.id = offering.version_id
join cluster on cluster.id = asked.cluster
join site on site.id = cluster.site_id
join cluster_tool on cluster_tool.cluster_id = cluster.id and cluster_tool.tool_id = tool.id
  and cluster_tool.provider = offering.provider
cross join lateral unnest(cluster_tool.offerings, cluster_tool.nodes, cluster_tool.places, cluster_tool.items,
  cluster_tool.node_sets, cluster_tool.locators) as entry (offering, nodes, places, item, node_set, locator)
where entry.offering = offering.id
