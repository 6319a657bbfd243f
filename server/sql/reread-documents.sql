-- Documents behind $2 whose offerings were not read with naming $1, in order, at most $3.
select document.id, document.facts,
  coalesce((select min(path) from root_item where root_item.document_id = document.id), '') as path
from document_set
join document on document.id = document_set.document_id
where document_set.naming <> $1 and document_set.document_id > $2
order by document_set.document_id
limit $3
