-- Nodes in service that somebody visits, with the roots they are known to see. $1 site, $2 cluster, $3 node ('' for any),
-- $4 ids of nodes (null for any).
select node.id, node.cluster_id as "clusterId", site.name || '/' || cluster.name as cluster, node.name,
  node.settings, node.transport, node.discovered, cluster.settings as collect, site.timezone,
  cluster.paused_at as "pausedAt", cluster.paused_why as "pausedWhy", coalesce(known.roots, '[]') as known
from node
join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
left join lateral (
  select jsonb_agg(distinct jsonb_build_object('facet', root.facet, 'path', root.path)) as roots
  from node_root join root on root.id = node_root.root_id
  where node_root.node_id = node.id and node_root.until is null
) as known on true
where node.retired_at is null and node.transport not in ('push', 'file')
  and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2) and ($3 = '' or node.name = $3)
  and ($4::int[] is null or node.id = any($4))
order by site.name, cluster.name, node.name
