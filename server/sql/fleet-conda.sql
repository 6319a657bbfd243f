-- Environments that are there now, place by place. $1 site, $2 cluster, $3 part of the place, $4 owner (null: any), $5 a channel
-- (null: any), $6 Anaconda's own channels, $7 whether packages are from these ('' any, defaults: some are, untold: nobody
-- can tell, without: none is), $8 names of nodes that see it (null: any): others are not counted. They are counted before it is looked up
-- on which nodes they are.
select item, site, cluster, place, owner, python, packages, pip, channels, since, defaults, listed_total,
  coalesce((select node.name from node where node.id = nullif(node_scope, 0)), '') as node,
  (select count(*)::int from node_root join node on node.id = node_root.node_id and node.retired_at is null
   where node_root.root_id = matching.root_id and node_root.until is null
     and ($8::text[] is null or node.name = any($8))) as nodes
from (
  select environment_place.*, site.name as site, cluster.name as cluster, count(*) over ()::int as listed_total,
    case when channels && $6::text[] then 'yes' when '' = any(channels) then 'unknown' else 'no' end as defaults
  from environment_place
  join cluster on cluster.id = environment_place.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
    and ($3 = '' or strpos(lower(place), lower($3)) > 0)
    and ($8::text[] is null or exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
      where node_root.root_id = environment_place.root_id and node_root.until is null and node.name = any($8)))
    and ($4::text is null or owner = $4) and ($5::text is null or $5 = any(channels))
    and case $7 when '' then true when 'defaults' then channels && $6::text[]
        when 'untold' then '' = any(channels) and not channels && $6::text[]
        else not '' = any(channels) and not channels && $6::text[] end
) as matching
