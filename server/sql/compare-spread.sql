-- Tools by which sites have them. $1 the list: skew, only, gain or bytes. $2 site ('' any). $3 number of a category (null: any).
-- $4 part of a name. Facets in which a tool may be, as bits: $5 any tool, $6 one that some system has, $7 one that some virtual
-- environment has; $8 and $9 the numbers of those two providers.
with chosen as (
  select site.id, bit_or(cluster_gap.facets) as gaps
  from site
  left join cluster on cluster.site_id = site.id and cluster.retired_at is null
  left join cluster_gap on cluster_gap.cluster_id = cluster.id
  where site.name = $2 and site.retired_at is null
  group by site.id
)
select tool.id, tool.name as tool, tool.label, offering_site.category, offering_site.classes,
  cardinality(offering_site.site_ids) as sites,
  array(select site.name from site where site.id = any(offering_site.site_ids) order by site.name collate "C" limit 10) as names,
  offering_site.versions, oldest.text as oldest, newest.text as newest, common.text as common, offering_site.common_sites,
  offering_site.other_bytes,
  case $1 when 'skew' then offering_site.versions when 'bytes' then offering_site.other_bytes
    else cardinality(offering_site.site_ids) end as rank,
  -- What may be in a place that was not read is nothing that the site would gain for sure.
  $1 <> 'gain' or not exists (
    select from chosen
    where coalesce(chosen.gaps, -1) & $5 <> 0
      or coalesce(chosen.gaps, -1) & $6 <> 0 and exists (
        select from cluster_tool where cluster_tool.tool_id = tool.id and cluster_tool.provider = $8)
      or coalesce(chosen.gaps, -1) & $7 <> 0 and exists (
        select from cluster_tool where cluster_tool.tool_id = tool.id and cluster_tool.provider = $9)
  ) as known
from offering_site
join tool on tool.id = offering_site.tool_id
left join version as oldest on oldest.id = offering_site.oldest
left join version as newest on newest.id = offering_site.newest
left join version as common on common.id = offering_site.common
where ($3::int is null or offering_site.category = $3)
  and ($4 = '' or position($4 in lower(tool.name)) > 0 or position($4 in lower(tool.label)) > 0)
  and case $1
    when 'skew' then offering_site.versions > 1
    when 'bytes' then offering_site.other_bytes > 0
    when 'only' then cardinality(offering_site.site_ids) = 1
    else true
  end
  and case when $2 = '' then $1 <> 'gain'
    when $1 = 'gain' then not offering_site.site_ids && array(select id from chosen)
    else offering_site.site_ids && array(select id from chosen) end
