-- Whose environments there are. $1 site, $2 cluster, $3 Anaconda's own channels, $4 names of nodes that see them (null: any).
select owner, count(*)::int as environments, count(distinct cluster.id)::int as clusters, sum(packages + pip)::int as packages,
  count(*) filter (where channels && $3)::int as licensed, min(since) as oldest
from environment_place
join cluster on cluster.id = environment_place.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  and ($4::text[] is null or exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = environment_place.root_id and node_root.until is null and node.name = any($4)))
group by owner
