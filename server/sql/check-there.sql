-- Which clusters have the offerings of some tools now. $1 tool ids. Mostly from the masks, a row per tool: `masks` holds equally many bytes
-- for each of `offerings`, bit 0 of the first byte stands for cluster id 0. What the masks do not know yet, of tools whose rollup was
-- rewritten since and of clusters that came into service since, is told by the rollup, a row per cluster. One statement, so that it is as of
-- one moment.
with stale as (
  select distinct tool_id from stale_tool where tool_id = any($1)
), fresh as (
  select cluster.id from cluster, compare_state where compare_state.id = 1 and cluster.id <> all(compare_state.cluster_ids)
)
select null::int as cluster, offerings::text as offerings, encode(clusters, 'base64') as masks
from offering_site
where tool_id = any($1) and tool_id not in (select tool_id from stale)
union all
select cluster_id, offerings::text, ''
from cluster_tool
where tool_id in (select tool_id from stale)
union all
select cluster_id, offerings::text, ''
from cluster_tool
where cluster_id in (select id from fresh) and tool_id = any($1) and tool_id not in (select tool_id from stale)
