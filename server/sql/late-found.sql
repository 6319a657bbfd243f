-- Reading one module tree brings others to light, which the nodes that left it to the chosen one see as well: those on
-- network file systems that the chosen node saw for the first time in this sweep. $1 sweep, $2 number of the facet modules.
with walk as (
  select told.key::int as root_id, (told.value ->> 'node')::int as node_id, (told.value ->> 'at')::timestamptz as at
  from sweep cross join lateral jsonb_each(sweep.walks) as told where sweep.id = $1
), found as (
  select distinct walk.root_id as walked, new.root_id
  from walk
  join root walked on walked.id = walk.root_id and walked.facet = $2
  join node_root new on new.node_id = walk.node_id and new.until is null and new.since = walk.at
  join root on root.id = new.root_id and root.facet = $2 and root.key = walked.key and root.node_scope = 0
    and root.digest is not null
), tied as (
  insert into node_root (node_id, root_id, since, since_after)
  select distinct on (visit.node_id, found.root_id) visit.node_id, found.root_id, visit.started_at,
    (select max(earlier.started_at) from visit earlier where earlier.node_id = visit.node_id
       and earlier.started_at < visit.started_at and earlier.confirmed & (1 << $2) <> 0)
  from found
  join visit on visit.sweep_id = $1 and found.walked = any(visit.unwalked)
  where not exists (
    select from node_root where node_root.node_id = visit.node_id and node_root.root_id = found.root_id
      and node_root.until is null)
  returning node_id, root_id
), noted as (
  update visit set unwalked = visit.unwalked || new.roots
  from (select node_id, array_agg(root_id) as roots from tied group by node_id) as new
  where visit.sweep_id = $1 and visit.node_id = new.node_id
)
select distinct root_id as "rootId" from tied
