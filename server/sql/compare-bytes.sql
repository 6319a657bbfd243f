-- The offerings of one tool whose bytes are known and whose label has others, with the sites in service that have them.
-- $1 name of the tool.
with known as (
  select tool.name as tool, tool.label, version.text as version, offering.variant, offering.build, offering.provider,
    offering.digest, mark, array_agg(distinct site.name order by site.name) as sites, version.sort_key,
    count(*) over (partition by version.id, offering.variant, offering.build) as alike
  from tool
  join cluster_tool on cluster_tool.tool_id = tool.id
  join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  cross join lateral unnest(cluster_tool.offerings, cluster_tool.marks) as entry (offering, marks)
  cross join lateral unnest(
    case when coalesce(entry.marks, '') = '' then array[''] else string_to_array(entry.marks, ' ') end) as mark
  join offering on offering.id = entry.offering
  join version on version.id = offering.version_id
  where tool.name = $1 and (offering.digest <> '' or mark like 'sif:%')
  group by tool.id, version.id, offering.id, mark
)
select tool, label, version, variant, build, provider, digest, mark, sites from known where alike > 1
order by sort_key desc, variant, build, digest, mark
limit 20000
