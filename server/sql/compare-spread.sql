-- Tools by which sites have them. $1 the list: skew, only, gain or bytes. $2 site ('' any). $3 number of a category (null: any).
-- $4 part of a name. $5 and $6 rank and name of the last row before. $7 rows. Facets in which a tool may be, as bits: $8 any
-- tool, $9 one that some system has, $10 one that some virtual environment has; $11 and $12 the numbers of those two providers.
with chosen as (
  select site.id, bit_or(cluster_gap.facets) as gaps
  from site
  left join cluster on cluster.site_id = site.id and cluster.retired_at is null
  left join cluster_gap on cluster_gap.cluster_id = cluster.id
  where site.name = $2 and site.retired_at is null
  group by site.id
), listed as (
  select offering_site.*, tool.name, tool.label, cardinality(offering_site.site_ids) as site_count,
    case $1 when 'skew' then offering_site.versions when 'bytes' then offering_site.other_bytes
      else cardinality(offering_site.site_ids) end as rank
  from offering_site
  join tool on tool.id = offering_site.tool_id
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
), counted as (
  select count(*)::int as total from listed
), page as (
  select * from listed
  where $5::int is null or rank < $5 or (rank = $5 and name collate "C" > $6)
  order by rank desc, name collate "C" limit $7
)
select page.tool_id as id, page.name as tool, page.label, page.category, page.classes, page.site_count as sites,
  array(select site.name from site where site.id = any(page.site_ids) order by site.name collate "C" limit 10) as names,
  page.versions, oldest.text as oldest, newest.text as newest, common.text as common, page.common_sites, page.other_bytes,
  page.rank, counted.total,
  -- What may be in a place that was not read is nothing that the site would gain for sure.
  $1 <> 'gain' or not exists (
    select from chosen
    where coalesce(chosen.gaps, -1) & $8 <> 0
      or coalesce(chosen.gaps, -1) & $9 <> 0 and exists (
        select from cluster_tool where cluster_tool.tool_id = page.tool_id and cluster_tool.provider = $11)
      or coalesce(chosen.gaps, -1) & $10 <> 0 and exists (
        select from cluster_tool where cluster_tool.tool_id = page.tool_id and cluster_tool.provider = $12)
  ) as known
from page
cross join counted
left join version as oldest on oldest.id = page.oldest
left join version as newest on newest.id = page.newest
left join version as common on common.id = page.common
order by page.rank desc, page.name collate "C"
