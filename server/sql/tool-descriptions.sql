-- What modulefiles that nodes in service have now say of what they load: a name, and a sentence.
select distinct on (told.name) told.name, told.description
from (
  select lower(regexp_replace(module ->> 'name', '^.*/', '')) as name, module ->> 'description' as description, document.id as document
  from document
  cross join lateral jsonb_path_query(document.facts, '$.modules[*] ? (@.description != "")') as module
  where document.kind = 'modules.tree'
    and exists (select from root_item
      join node_root on node_root.root_id = root_item.root_id and node_root.until is null
      join node on node.id = node_root.node_id and node.retired_at is null
      join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
      join site on site.id = cluster.site_id and site.retired_at is null
      where root_item.document_id = document.id and root_item.until is null)
) as told
order by told.name, told.document desc, told.description collate "C"
