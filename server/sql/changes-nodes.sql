-- Nodes that became known, left service or got another name between two times. $1 $2 the times, $3 clusters, $4 nodes
-- (null: all). A node is known once anything of it was read.
with scoped as (
  select node.id, node.cluster_id, node.name, least(node.retired_at, cluster.retired_at, site.retired_at) as retired
  from node join cluster on cluster.id = node.cluster_id join site on site.id = cluster.site_id
  where node.cluster_id = any($3) and ($4::int[] is null or node.id = any($4))
), began as (
  select node_id, min(since) as since, bool_or(until is null or until > $2) as still from (
    select node_id, since, until from observation where since > $1 and since <= $2
    union all select node_id, since, until from node_root where since > $1 and since <= $2
  ) as intervals group by node_id
), fresh as (
  select began.node_id, began.since from began
  where began.still
    and not exists (select from observation old where old.node_id = began.node_id and old.until is null and old.since <= $1)
    and not exists (select from node_root old where old.node_id = began.node_id and old.until is null and old.since <= $1)
    and not began.node_id = any(array(select node_id from observation where until > $1 and since <= $1))
    and not began.node_id = any(array(select node_id from node_root where until > $1 and since <= $1))
), named as (
  select node_id, min(until) filter (where until > $1 and until <= $2) as first, max(until) filter (where until <= $2) as at,
    min(until) filter (where until > $2) as next
  from node_name group by node_id
)
select 'new' as change, scoped.id, scoped.cluster_id, '' as before, fresh.since as at
from fresh join scoped on scoped.id = fresh.node_id
where scoped.retired is null or scoped.retired > $2
union all
select 'retired', scoped.id, scoped.cluster_id, '', scoped.retired
from scoped where scoped.retired > $1 and scoped.retired <= $2
union all
select 'renamed', scoped.id, scoped.cluster_id, old.name, named.at
from scoped
join named on named.node_id = scoped.id
join node_name old on old.node_id = scoped.id and old.until = named.first
left join node_name now on now.node_id = scoped.id and now.until = named.next
where old.name <> coalesce(now.name, scoped.name) and (scoped.retired is null or scoped.retired > $2)
order by 3, 1, 2
