-- Keeps what is new of the hashes of modulefiles, in the order of the key, so that visits of two nodes never wait for each other in a
-- ring. $1 the node, $2 the time, $3 number of the facet modules, $4 $5 $6 trees, full names and hashes side by side.
insert into module_file (root_id, full_name, sha256, computed_at)
select distinct on (root.id, told.full_name) root.id, told.full_name, told.sha256, $2
from unnest($4::text[], $5::text[], $6::bytea[]) as told (tree, full_name, sha256)
join root on root.facet = $3 and root.kind = 'tree' and root.path = told.tree
join node_root on node_root.root_id = root.id and node_root.node_id = $1 and node_root.until is null
left join module_file as known on known.root_id = root.id and known.full_name = told.full_name
where known.sha256 is distinct from told.sha256
order by root.id, told.full_name
on conflict (root_id, full_name) do update set sha256 = excluded.sha256, computed_at = excluded.computed_at
where module_file.computed_at <= excluded.computed_at
