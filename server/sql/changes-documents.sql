-- What is to be known of documents without reading them. $1 their ids.
select document.id, encode(document.hash, 'hex') as hash, document.kind, document_set.naming,
  coalesce(cardinality(document_set.offerings), 0) > 0 as offers
from document
left join document_set on document_set.document_id = document.id
where document.id = any($1)
