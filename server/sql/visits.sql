-- Visits. $1 sweep, $2 node (null: any), $3 site, $4 cluster, $5 outcome number (null: any), $6 reason code.
select visit.sweep_id as sweep, visit.node_id as node, site.name as site, cluster.name as cluster, node.name,
  visit.started_at, visit.milliseconds, visit.bytes, visit.outcome, visit.failures,
  reason.code as reason_code, reason.message as reason_message
from visit
join node on node.id = visit.node_id
join cluster on cluster.id = node.cluster_id
join site on site.id = cluster.site_id
left join reason on reason.id = visit.reason_id
where ($1::int is null or visit.sweep_id = $1) and ($2::int is null or visit.node_id = $2)
  and ($3 = '' or site.name = $3) and ($4 = '' or cluster.name = $4)
  and ($5::int is null or visit.outcome = $5) and ($6 = '' or reason.code = $6)
