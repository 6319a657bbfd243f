-- Ties nodes to roots that they saw in a sweep before anybody had read them. $1 sweep.
with tied as (
  insert into node_root (node_id, root_id, since, since_after)
  select visit.node_id, root.id, visit.started_at,
    (select max(earlier.started_at) from visit earlier where earlier.node_id = visit.node_id
       and earlier.started_at < visit.started_at and earlier.confirmed & (1 << root.facet) <> 0)
  from visit
  cross join lateral jsonb_to_recordset(visit.pending) as told (identity text)
  join root on root.identity = decode(told.identity, 'hex') and root.digest is not null
  where visit.sweep_id = $1 and not exists (
    select from node_root where node_root.node_id = visit.node_id and node_root.root_id = root.id
      and node_root.until is null)
    -- What a later visit said of it counts.
    and not exists (
      select from visit later where later.node_id = visit.node_id and later.started_at > visit.started_at
        and later.confirmed & (1 << root.facet) <> 0)
  returning node_id, root_id
), noted as (
  update visit set unwalked = visit.unwalked || new.roots
  from (select node_id, array_agg(root_id) as roots from tied group by node_id) as new
  where visit.sweep_id = $1 and visit.node_id = new.node_id
)
select distinct root_id as "rootId" from tied
