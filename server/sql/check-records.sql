-- Environments with packages of conda whose records told what they ask of the machine: of each offering that is such a package up to three,
-- in different clusters, by the example that the rollup has. $1 tools, $2 versions, $3 builds, side by side; $4 number of the provider conda.
select asked.at::int - 1 as asked, held.environment, held.needs
from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (tool, version, build, at)
join tool on tool.name = asked.tool
join version on version.text = asked.version
join offering on offering.tool_id = tool.id and offering.version_id = version.id and offering.provider = $4
  and offering.variant = '' and offering.build = asked.build
cross join lateral (
  select own.document_id as environment, beside.document_id as needs
  from cluster_tool
  join root_item own on own.until is null
    and own.id = cluster_tool.items[array_position(cluster_tool.offerings, offering.id)]
  join root_item beside on beside.until is null and beside.root_id = own.root_id
    and md5(beside.path) = md5(own.path || '/conda-meta/needs') and beside.path = own.path || '/conda-meta/needs'
  where cluster_tool.tool_id = offering.tool_id and cluster_tool.provider = $4
  order by cluster_tool.cluster_id
  limit 3
) as held
