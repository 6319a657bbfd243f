-- Image files without a digest, of nodes ($1) that see them in folders of a facet ($2): for each node small ones first, until their bytes ($3) are
-- spent, and at least one; none is longer than $4. Of the nodes that see a root the one that answered last is chosen.
with chosen as (
  select distinct on (root.id) root.id, root.path, node_root.node_id
  from root join node_root on node_root.root_id = root.id and node_root.until is null
  left join lateral (
    select max(started_at) as at from visit where visit.node_id = node_root.node_id and visit.outcome in (0, 1)
  ) as answered on true
  where root.facet = $2 and root.kind = 'folder' and node_root.node_id = any($1)
  order by root.id, answered.at desc nulls last, node_root.node_id
), missing as (
  select chosen.node_id, chosen.path || '/' || item.path as path, (document.facts->>'size')::bigint as size, item.id
  from chosen
  join root_item item on item.root_id = chosen.id and item.until is null
  join document on document.id = item.document_id and document.kind = 'images.file'
  left join image_digest known on known.root_id = item.root_id and known.path = item.path
    and known.document_id = item.document_id
  where known.root_id is null and document.facts->>'format' in ('sif', 'oci-sif', 'squashfs')
    and not document.facts->'objects' @> '[{"use": "overlay"}]'
), ordered as (
  select *, sum(size) over (partition by node_id order by size, id) as total,
    row_number() over (partition by node_id order by size, id) as place
  from missing where size <= $4
)
select node_id as "nodeId", path from ordered where total <= $3 or place = 1 order by node_id, total
