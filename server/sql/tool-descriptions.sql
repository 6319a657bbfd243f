-- What modulefiles that are there now say of what they load: a name, and a sentence.
select distinct on (told.name) told.name, told.description
from (
  select lower(regexp_replace(module ->> 'name', '^.*/', '')) as name, module ->> 'description' as description, document.id as document
  from document
  cross join lateral jsonb_path_query(document.facts, '$.modules[*] ? (@.description != "")') as module
  where document.kind = 'modules.tree'
    and exists (select from root_item where root_item.document_id = document.id and root_item.until is null)
) as told
order by told.name, told.document desc, told.description collate "C"
