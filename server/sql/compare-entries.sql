-- The offerings of some tools, a row for each of the marks that a cluster gives them, with all of these, and the clusters in service that have them, from the rollup.
-- $1 tool ids. Clusters in arrays side by side with their sites.
select tool.id as tool, tool.name, offering.id as offering, mark, coalesce(entry.marks, '') as marks, version.id as version_id, version.text as version,
  version.sort_key, offering.variant, offering.build, offering.provider, offering.digest,
  array_agg(distinct cluster.id) as clusters
from cluster_tool
join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
join tool on tool.id = cluster_tool.tool_id
cross join lateral unnest(cluster_tool.offerings, cluster_tool.marks) as entry (offering, marks)
cross join lateral unnest(case when coalesce(entry.marks, '') = '' then array[''] else string_to_array(entry.marks, ' ') end) as mark
join offering on offering.id = entry.offering
join version on version.id = offering.version_id
where cluster_tool.tool_id = any($1)
group by tool.id, offering.id, entry.marks, mark, version.id
order by tool.id, offering.id, coalesce(entry.marks, '') collate "C", mark collate "C"
