-- The conda environments that some nodes see at a time, one row per document. $1 cluster ids, $2 node ids (null: all of the
-- clusters), $3 the time (null: now).
with member as (
  select node.id from node
  where node.cluster_id = any($1) and ($2::int[] is null or node.id = any($2))
    and (node.retired_at is null or node.retired_at > coalesce($3, 'infinity'::timestamptz))
), seen as (
  select distinct node_root.root_id as id from node_root
  join member on member.id = node_root.node_id
  where node_root.since <= coalesce($3, 'infinity'::timestamptz)
    and (node_root.until is null or node_root.until > coalesce($3, 'infinity'::timestamptz))
)
select document.id, encode(document.hash, 'hex') as document, count(*)::int as places,
  array_agg(distinct root.id) as roots, min(root.path || case when root_item.path in ('', '.') then '' else '/' || root_item.path end) as place, document_set.offerings,
  coalesce((document.facts ->> 'unreadable')::int, 0) as unreadable
from seen
join root on root.id = seen.id
join root_item on root_item.root_id = root.id and root_item.since <= coalesce($3, 'infinity'::timestamptz)
  and (root_item.until is null or root_item.until > coalesce($3, 'infinity'::timestamptz))
join document on document.id = root_item.document_id and document.kind = 'conda.environment'
join document_set on document_set.document_id = document.id and document_set.offerings <> '{}'
group by document.id, document_set.offerings
order by place, document.id
