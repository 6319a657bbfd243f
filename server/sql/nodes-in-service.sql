-- How many nodes some clusters have. $1 cluster ids.
select cluster_id as id, count(*)::int as nodes
from node
where cluster_id = any($1) and retired_at is null
group by cluster_id
