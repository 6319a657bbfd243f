-- Nodes that saw, at the place of a known root, another one that was read meanwhile: the known one is not there any more.
-- $1 sweep.
select visit.node_id as "nodeId", visit.started_at as at, told.before, root.facet
from visit
cross join lateral jsonb_to_recordset(visit.pending) as told (identity text, before int)
join root on root.identity = decode(told.identity, 'hex') and root.digest is not null
join node_root on node_root.node_id = visit.node_id and node_root.root_id = told.before and node_root.until is null
where visit.sweep_id = $1 and told.before is not null and told.before <> root.id
  and not exists (
    select from visit later where later.node_id = visit.node_id and later.started_at > visit.started_at
      and later.confirmed & (1 << root.facet) <> 0)
