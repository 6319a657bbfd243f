-- Images with equal digests in several places. $1 site, $2 cluster, $3 names of nodes that see them (null: any).
select digest, count(*)::int as copies, count(distinct cluster.id)::int as clusters,
  coalesce(sum(size), 0)::bigint as bytes, coalesce(sum(size) - max(size), 0)::bigint as spare,
  (array_agg(site.name || '/' || cluster.name || coalesce('/' || node.name, '') || ':' || place
    order by site.name, cluster.name, node.name, place))[1:5] as places
from image_place
left join node on node.id = nullif(image_place.node_scope, 0)
join cluster on cluster.id = image_place.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
where digest <> '' and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
  and ($3::text[] is null or exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = image_place.root_id and node_root.until is null and node.name = any($3)))
group by digest having count(*) > 1
