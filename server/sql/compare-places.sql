-- Where offerings are. $1 items: positive a root item, negative an observation.
select root_item.id as item, root.facet, root.kind as root_kind, root.path as root_path, root_item.path as item_path
from root_item
join root on root.id = root_item.root_id
where root_item.id = any($1)
union all
select -observation.id, observation.facet, '', '', ''
from observation
where -observation.id = any($1)
