-- How many environments there are now with packages from some channels. $1 channels.
select count(*)::int as count
from environment_summary
join root_item on root_item.document_id = environment_summary.document_id and root_item.until is null
join root on root.id = root_item.root_id
join cluster on cluster.id = root.cluster_id and cluster.retired_at is null
join site on site.id = cluster.site_id and site.retired_at is null
where channels && $1::text[]
  and exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
