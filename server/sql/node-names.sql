-- Names of nodes as they were at a time. $1 node ids, $2 the time.
select node.id, coalesce(old.name, node.name) as name
from node
left join (
  select distinct on (node_id) node_id, name from node_name where until > $2 order by node_id, until
) as old on old.node_id = node.id
where node.id = any($1)
