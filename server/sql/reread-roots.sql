-- Offerings of the open items of every root, counted once per item.
update root set offerings = held.offerings
from (
  select root_item.root_id, sum(cardinality(document_set.offerings))::int as offerings
  from root_item
  join document_set on document_set.document_id = root_item.document_id
  where root_item.until is null
  group by root_item.root_id
) as held
where root.id = held.root_id and root.offerings <> held.offerings
