-- Roots that a node sees, and those with some identities, seen by it or not. $1 node, $2 identities,
-- $3 reasons of held readings that are about what a root holds: what is wrong with that was found for every node that
-- sees the root. Of what is held of a root the node's own comes first, then the latest.
select root.id, root.facet, root.kind, root.path, root.key, root.node_scope as "nodeScope", root.mount, root.identity,
  root.digest, root.offerings, sight.seen, held.own, held.sweep_id as "sweepId", held.reason,
  held.digest as "heldDigest", held.accepted_at as "acceptedAt", held.rejected_at as "rejectedAt"
from root
cross join lateral (
  select exists (
    select from node_root where node_root.node_id = $1 and node_root.root_id = root.id and node_root.until is null
  ) as seen
) as sight
left join lateral (
  select held_root.node_id = $1 as own, held_root.sweep_id, held_root.reason, held_root.digest, held_root.accepted_at,
    held_root.rejected_at
  from held_root
  where held_root.root_id = root.id
    and (held_root.node_id = $1 or (root.node_scope = 0 and held_root.reason = any($3)))
  order by held_root.node_id = $1 desc, held_root.sweep_id desc
  limit 1
) as held on sight.seen
where root.id = any(array(select root_id from node_root where node_id = $1 and until is null))
  or root.identity = any($2)
order by root.id
