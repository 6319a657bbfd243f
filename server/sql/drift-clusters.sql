-- The drift of each cluster in service, in numbers. $1 site ('' all), $2 now, $3 days that a difference is rolling.
select site.name as site, cluster.name as cluster, held.nodes, held.without_peers, held.outliers, held.differences,
  held.differences - held.reboot_pending - young.count as drift, young.count as rolling, held.reboot_pending, held.waiting,
  held.oldest, held.newest, held.confirmed_at
from cluster_drift as held
join cluster on cluster.id = held.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
cross join lateral (
  select count(*)::int from unnest(held.begun) as one (at) where one.at > $2::timestamptz - $3::int * interval '24 hours'
) as young
where ($1 = '' or site.name = $1)
