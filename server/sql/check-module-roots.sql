-- Which clusters read some folders as trees of modules now. $1 paths, $2 number of the facet modules.
select distinct root.path, root.cluster_id as cluster
from root
where root.facet = $2 and root.path = any($1) and root.kind <> 'published'
  and exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
