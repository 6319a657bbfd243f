-- Reading one module tree brings others to light, which the nodes that left it to the chosen one see as well. Ties to those on network
-- file systems: nodes of a sweep that left a tree to a node that found them in this sweep; and nodes that see a tree for the
-- first time, to all that is known to come with it (the same key, so the same MODULEPATH and tool). Only where the node is known to have
-- the mount. $1 sweep, $2 number of the facet modules.
with walk as (
  select told.key::int as root_id, (told.value ->> 'node')::int as node_id, (told.value ->> 'at')::timestamptz as at
  from sweep cross join lateral jsonb_each(sweep.walks) as told where sweep.id = $1
), latest as (
  select visit.node_id, visit.started_at, visit.unwalked from visit
  where visit.sweep_id = $1 and visit.confirmed & (1 << $2) <> 0 and not exists (
    select from visit later where later.node_id = visit.node_id and later.started_at > visit.started_at
      and later.confirmed & (1 << $2) <> 0)
), found as (
  select new.root_id, array_agg(distinct walk.root_id) as walked
  from walk
  join root walked on walked.id = walk.root_id and walked.facet = $2
  join node_root new on new.node_id = walk.node_id and new.until is null and new.since = walk.at
  join root on root.id = new.root_id and root.facet = $2 and root.key = walked.key and root.node_scope = 0
    and root.digest is not null
  group by new.root_id
), fresh as (
  select distinct latest.node_id, latest.started_at, root.cluster_id, root.key
  from latest
  join node_root on node_root.node_id = latest.node_id and node_root.until is null
    and node_root.since = latest.started_at
  join root on root.id = node_root.root_id and root.facet = $2 and root.node_scope = 0
  -- Who read trees itself knows what comes with them.
  where not exists (select from walk join root read on read.id = walk.root_id and read.facet = $2
    where walk.node_id = latest.node_id)
), wanted as materialized (
  select latest.node_id, latest.started_at, found.root_id
  from latest join found on found.walked && latest.unwalked
  where not exists (select from node_root where node_root.node_id = latest.node_id
    and node_root.root_id = found.root_id and node_root.until is null)
  union
  select fresh.node_id, fresh.started_at, root.id from fresh
  join root on root.cluster_id = fresh.cluster_id and root.facet = $2 and root.key = fresh.key
    and root.node_scope = 0 and root.digest is not null
  where not exists (select from node_root where node_root.node_id = fresh.node_id and node_root.root_id = root.id)
), tied as (
  insert into node_root (node_id, root_id, since, since_after)
  select wanted.node_id, wanted.root_id, wanted.started_at,
    (select max(earlier.started_at) from visit earlier where earlier.node_id = wanted.node_id
       and earlier.started_at < wanted.started_at and earlier.confirmed & (1 << $2) <> 0)
  from wanted
  join root on root.id = wanted.root_id
  where exists (
    select from node_root seen join root beside on beside.id = seen.root_id and beside.node_scope = 0
    where seen.node_id = wanted.node_id and seen.until is null
      and beside.mount ->> 'point' = root.mount ->> 'point' and beside.mount ->> 'source' = root.mount ->> 'source')
  returning node_id, root_id
), noted as (
  update visit set unwalked = visit.unwalked || new.roots
  from (select node_id, array_agg(root_id) as roots from tied group by node_id) as new
  where visit.sweep_id = $1 and visit.node_id = new.node_id
)
select distinct root_id as "rootId" from tied
