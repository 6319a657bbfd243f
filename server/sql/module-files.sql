-- Hashes of modulefiles of clusters ($1), of trees on nodes in service, by full names ($2).
select root.cluster_id as cluster, root.path as tree, module_file.full_name as name, encode(module_file.sha256, 'hex') as sha256
from root
join module_file on module_file.root_id = root.id and module_file.full_name = any($2)
where root.cluster_id = any($1)
  and exists (select from root_item where root_item.root_id = root.id and root_item.until is null)
  and exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
group by 1, 2, 3, 4
order by 1, 2, 3, 4
