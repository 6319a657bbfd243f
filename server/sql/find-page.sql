-- What the rollup says of some entries of a tool, by their number. $1 tool id, and side by side $2 cluster ids, $3 provider numbers,
-- $4 offering ids.
select (asked.number - 1)::int as number, entry.nodes[at] as nodes, entry.places[at] as places, entry.items[at] as item,
  entry.node_sets[at] as node_set, entry.locators[at] as locator,
  coalesce(cluster.settings #>> array['access', lower(tool.name)], '') as access
from unnest($2::int[], $3::int[], $4::int[]) with ordinality as asked (cluster_id, provider, offering, number)
join cluster_tool as entry on entry.tool_id = $1 and entry.cluster_id = asked.cluster_id and entry.provider = asked.provider
cross join lateral array_position(entry.offerings, asked.offering) as at
join cluster on cluster.id = asked.cluster_id
join tool on tool.id = $1
where at is not null
