-- Tools whose rows of a cluster depend on some documents. $1 document ids, $2 cluster.
select distinct offering.tool_id as id
from document_set
cross join lateral unnest(document_set.offerings) as own (id)
join offering on offering.id = own.id
where document_set.document_id = any($1)
  or document_set.document_id in (select contents_id from image_contents where document_id = any($1))
union
-- Another revision of a repository: whatever lies in it says which one it is of.
select offering.tool_id
from document
join root_item as told on told.document_id = document.id
join root as repository on repository.id = told.root_id and repository.cluster_id = $2
join root on root.cluster_id = $2 and starts_with(root.path, repository.path || '/')
join root_item on root_item.root_id = root.id and root_item.until is null
left join image_contents on image_contents.root_id = root.id and image_contents.path = root_item.path
join document_set on document_set.document_id in (root_item.document_id, image_contents.contents_id)
cross join lateral unnest(document_set.offerings) as own (id)
join offering on offering.id = own.id
where document.id = any($1) and document.kind = 'cvmfs.repository'
union
-- Another easyconfig: its module says which one it was built from.
select tool.id
from document
cross join lateral jsonb_array_elements(document.facts -> 'installations') as one
join tool on lower(one ->> 'name') in (tool.name, lower(tool.label))
where document.id = any($1) and document.kind = 'easybuild.software'
