-- Which of some modules are the default of their name in the trees where they are. $1 items that hold the trees, $2 full names beside them.
with asked as (
  select root_item.document_id, own.item, own.name
  from unnest($1::int[], $2::text[]) as own (item, name)
  join root_item on root_item.id = own.item
), tree as (
  -- Trees are large, and one is shared by many.
  select document.id, module ->> 'fullName' as name, module ->> 'default' as "default"
  from document
  cross join lateral jsonb_path_query(document.facts, '$.modules[*] ? (@.default != "")') as module
  where document.id in (select document_id from asked) and document.kind = 'modules.tree'
)
select asked.item, asked.name, tree.default
from asked join tree on tree.id = asked.document_id and tree.name = asked.name
