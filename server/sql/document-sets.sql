-- What documents offer. $1 document ids.
select document_id as id, offerings::text as offerings
from document_set
where document_id = any($1)
