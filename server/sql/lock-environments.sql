-- Environments of conda on a cluster, each place once, by those that offer some tools. $1 cluster id, $2 number of the facet conda,
-- $3 names of tools (null: any).
select distinct on (root.path, root_item.path) root_item.id as item, root.path as root, root_item.path,
  encode(document.hash, 'hex') as document, document.facts
from root
join root_item on root_item.root_id = root.id and root_item.until is null
join document on document.id = root_item.document_id and document.kind = 'conda.environment'
where root.cluster_id = $1 and root.facet = $2
  and exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
  and ($3::text[] is null or exists (
    select from document_set cross join lateral unnest(document_set.offerings) as own (id)
    join offering on offering.id = own.id join tool on tool.id = offering.tool_id
    where document_set.document_id = document.id and tool.name = any($3)))
order by root.path, root_item.path, root_item.id desc
