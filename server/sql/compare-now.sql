-- What whole clusters offer now, from the rollup: a row per offering and what is known of its places, since what one cluster knows of
-- its bytes is not known of those of another. $1 cluster ids, $2 ids of tools (null: all). The example place is that on the most nodes.
select tool.name as tool, tool.label, offering.id, version.text as version, offering.variant, offering.build,
  offering.provider, offering.digest, sum(entry.places)::int as places,
  (array_agg(entry.item order by entry.nodes desc, cluster_tool.cluster_id))[1] as item,
  (array_agg(entry.locator order by entry.nodes desc, cluster_tool.cluster_id))[1] as locator,
  coalesce(nullif(replace(entry.marks, 'writable', ''), ''), '') as marks,
  coalesce(entry.marks ~ '(^| )writable$', false) as writable, '{}'::int[] as documents
from cluster_tool
join tool on tool.id = cluster_tool.tool_id
cross join lateral unnest(cluster_tool.offerings, cluster_tool.nodes, cluster_tool.places, cluster_tool.items,
  cluster_tool.locators, cluster_tool.marks) as entry (offering, nodes, places, item, locator, marks)
join offering on offering.id = entry.offering
join version on version.id = offering.version_id
where cluster_tool.cluster_id = any($1) and ($2::int[] is null or cluster_tool.tool_id = any($2))
group by tool.id, offering.id, version.id, entry.marks
