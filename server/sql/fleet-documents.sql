-- What the nodes in service hold of one facet now, nodes alike in one row. $1 facet number, $2 site, $3 cluster, $4 role,
-- $5 names of nodes (null: any).
-- Where there is no document, absent tells whether the last visit that answered the facet found that there is none.
select site.name as site, cluster.name as cluster, node.role, observation.document_id as document,
  coalesce(observation.document_id is null and seen.absent, false) as absent,
  array_agg(node.name order by node.name collate "C") as nodes, min(seen.at) as confirmed
from node
join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
left join observation on observation.node_id = node.id and observation.facet = $1 and observation.until is null
left join lateral (
  select started_at as at, visit.absent & (1 << $1) <> 0 as absent from visit
  where visit.node_id = node.id and visit.confirmed & (1 << $1) <> 0 order by started_at desc limit 1
) as seen on true
where node.retired_at is null
  and ($2 = '' or site.name = $2) and ($3 = '' or cluster.name = $3) and ($4 = '' or node.role = $4)
  and ($5::text[] is null or node.name = any($5))
group by 1, 2, 3, 4, 5
