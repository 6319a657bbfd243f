-- Clusters in service whose drift was worked out of other nodes or visits than there are now, or by another version. $1 site ('' all),
-- $2 version. A visit is stored with its sweep, which ends or runs still.
select cluster.id, site.name as site, cluster.name as cluster, own.stamp
from cluster
join site on site.id = cluster.site_id and site.retired_at is null
cross join lateral (
  select concat_ws(' ', $2::text,
    (select md5(string_agg(concat_ws(' ', node.id, node.name, node.role, node.settings ->> 'peers'), ',' order by node.id))
     from node where node.cluster_id = cluster.id and node.retired_at is null),
    last.id, last.ended,
    (select count(*) from visit where visit.sweep_id in (select sweep.id from sweep
      where sweep.cluster_id = cluster.id and (sweep.state = 'running' or sweep.id = last.id)))) as stamp
  from (select max(sweep.id) as id, max(sweep.finished_at) as ended from sweep where sweep.cluster_id = cluster.id) as last
) as own
left join cluster_drift on cluster_drift.cluster_id = cluster.id
where cluster.retired_at is null and ($1 = '' or site.name = $1) and cluster_drift.stamp is distinct from own.stamp
order by cluster.id
