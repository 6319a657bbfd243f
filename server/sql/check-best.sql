-- Of each cluster, for each requirement, the best that is there now, and the best of it that travels: `requirement:rank:travels` in one
-- text, since tens of thousands of rows cost more to send than to find. $1 numbers of requirements, $2 offering ids, $3 ranks, lower is
-- better, $4 ranks among what travels (null: it does not), $5 tool ids.
with ranked as (
  select * from unnest($1::int[], $2::int[], $3::int[], $4::int[]) as one (requirement, offering, rank, travels)
), best as (
  select cluster_tool.cluster_id as cluster, ranked.requirement, min(ranked.rank) as rank, min(ranked.travels) as travels
  from cluster_tool
  cross join lateral unnest(cluster_tool.offerings) as own (id)
  join ranked on ranked.offering = own.id
  where cluster_tool.tool_id = any($5)
  group by cluster_tool.cluster_id, ranked.requirement
)
select cluster, string_agg(concat_ws(':', requirement, rank, coalesce(travels, -1)), ',') as found
from best group by cluster
