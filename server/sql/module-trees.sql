-- Trees of modules that a cluster ($1) has now, each place once for each document. $2 number of the facet modules.
select distinct root.path, document.id
from root
join root_item on root_item.root_id = root.id and root_item.until is null
join document on document.id = root_item.document_id and document.kind = 'modules.tree'
where root.cluster_id = $1 and root.facet = $2
  and exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
order by root.path, document.id
