-- Conda installations that nodes in service see now, with their channels. $1 cluster ids, $2 node ids (null: all of the clusters).
select distinct document.id, document.facts -> 'channels' as channels
from node
join node_root on node_root.node_id = node.id and node_root.until is null
join root_item on root_item.root_id = node_root.root_id and root_item.until is null
join document on document.id = root_item.document_id and document.kind = 'conda.installation'
where node.cluster_id = any($1) and node.retired_at is null and ($2::int[] is null or node.id = any($2))
