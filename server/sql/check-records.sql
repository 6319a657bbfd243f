-- Environments with packages of conda: of each offering that is such a package up to three whose records told what they ask of the machine,
-- and one whatever they told, by the examples that the rollup has of clusters. $1 tools, $2 names of packages, $3 versions, $4 builds, side
-- by side; $5 number of the provider conda.
select asked.name, asked.version, asked.build, offering.id as offering, offering.digest, held.environment, held.needs
from (select distinct * from unnest($1::text[], $2::text[], $3::text[], $4::text[])) as asked (tool, name, version, build)
join tool on tool.name = asked.tool
join version on version.text = asked.version
join offering on offering.tool_id = tool.id and offering.version_id = version.id and offering.provider = $5
  and offering.variant = '' and offering.build = asked.build
cross join lateral ((
  select own.document_id as environment, beside.document_id as needs
  from cluster_tool
  join root_item own on own.until is null
    and own.id = cluster_tool.items[array_position(cluster_tool.offerings, offering.id)]
  join root_item beside on beside.until is null and beside.root_id = own.root_id
    and md5(beside.path) = md5(own.path || '/conda-meta/needs') and beside.path = own.path || '/conda-meta/needs'
  where cluster_tool.tool_id = offering.tool_id and cluster_tool.provider = $5
  order by cluster_tool.cluster_id
  limit 3
) union all (
  select own.document_id, null
  from cluster_tool
  join root_item own on own.until is null
    and own.id = cluster_tool.items[array_position(cluster_tool.offerings, offering.id)]
  join document on document.id = own.document_id and document.kind = 'conda.environment'
  where cluster_tool.tool_id = offering.tool_id and cluster_tool.provider = $5
  order by cluster_tool.cluster_id
  limit 1
)) as held
