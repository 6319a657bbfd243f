-- Image files that are these very bytes, where they are now, with an offering of each: the one of the tools that are asked for, else its
-- first. $1 the sha256, $2 names of tools.
select distinct on (root.cluster_id) root.cluster_id as cluster, root_item.id as item, offering.id as offering, offering.provider
from image_digest
join root on root.id = image_digest.root_id
join root_item on root_item.root_id = root.id and root_item.path = image_digest.path
  and root_item.document_id = image_digest.document_id and root_item.until is null
join document_set on document_set.document_id = root_item.document_id
cross join lateral unnest(document_set.offerings) as own (id)
join offering on offering.id = own.id
join tool on tool.id = offering.tool_id
where image_digest.sha256 = decode($1, 'hex')
order by root.cluster_id, tool.name = any($2) desc, root_item.id, offering.id
