-- Channels that the packages of environments came from, cluster by cluster. $1 site, $2 cluster, $3 names of nodes that see them (null: any).
select site.name as site, cluster.name as cluster, own.channel, count(*)::int as environments, sum(own.packages)::int as packages
from environment_place
join cluster on cluster.id = environment_place.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
cross join lateral unnest(channels, channel_packages) as own (channel, packages)
where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  and ($3::text[] is null or exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = environment_place.root_id and node_root.until is null and node.name = any($3)))
group by 1, 2, 3
