-- What stood where, and from when until when. $1 cluster, $2 node (null: the whole cluster), $3 whether what never changed
-- is told as well. A row per place, document, the one before it and the one after it, over all nodes to which that happened. Of the whole
-- cluster a shared place is told once, by its root: who sees it is asked apart.
with held as (
  select observation.facet, '' as kind, '' as root, '' as path, false as shared, 'n' || node.id as line, node.name,
    null::int as root_id, observation.document_id, observation.since, observation.since_after, observation.until,
    observation.until_after
  from observation
  join node on node.id = observation.node_id and node.retired_at is null
  where node.cluster_id = $1 and ($2::int is null or node.id = $2)
    and observation.since <> coalesce(observation.until, 'infinity')
  union all
  select root.facet, root.kind, root.path, root_item.path, true, 'r' || root.id, null, root.id,
    root_item.document_id, root_item.since, root_item.since_after, root_item.until, root_item.until_after
  from root
  join root_item on root_item.root_id = root.id and root_item.since <> coalesce(root_item.until, 'infinity')
  where root.cluster_id = $1 and root.node_scope = 0 and $2::int is null
  union all
  -- What a node does not see, it does not hold: of both intervals what they have in common.
  select root.facet, root.kind, root.path, root_item.path, root.node_scope = 0, 'r' || root.id, node.name, null,
    root_item.document_id, greatest(root_item.since, node_root.since),
    case when root_item.since >= node_root.since then root_item.since_after else node_root.since_after end,
    least(root_item.until, node_root.until),
    case when root_item.until <= coalesce(node_root.until, 'infinity') then root_item.until_after else node_root.until_after end
  from root
  join node_root on node_root.root_id = root.id
  join node on node.id = node_root.node_id and node.retired_at is null
  join root_item on root_item.root_id = root.id
  where root.cluster_id = $1 and case when $2::int is null then root.node_scope <> 0 else node.id = $2 end
    and greatest(root_item.since, node_root.since)
      < least(coalesce(root_item.until, 'infinity'), coalesce(node_root.until, 'infinity'))
), lined as (
  select held.*, lag(document_id) over line as before, lead(document_id) over line as next,
    bool_or(until is not null or since_after is not null) over (partition by facet, line, path) as changed
  from held
  window line as (partition by facet, line, path order by since)
)
select facet, lined.kind, root, path, shared,
  coalesce(array_agg(distinct name) filter (where name is not null), '{}') as names,
  coalesce(array_agg(distinct root_id) filter (where root_id is not null), '{}') as roots,
  encode(document.hash, 'hex') as document, document.kind as document_kind, document.bytes,
  -- Only documents of one kind have a difference.
  case when earlier.kind = document.kind and earlier.id <> document.id then encode(earlier.hash, 'hex') end as before,
  encode(later.hash, 'hex') as followed_by,
  min(since) as since, (array_agg(since_after order by since))[1] as since_after, max(since) as last_since,
  max(until) as until, (array_agg(until_after order by until desc))[1] as until_after,
  until is not null and later.id is null as gone
from lined
join document on document.id = lined.document_id
left join document earlier on earlier.id = lined.before
left join document later on later.id = lined.next
where changed or $3
group by facet, lined.kind, root, path, shared, document.id, earlier.id, later.id, until is not null
order by max(since) desc, facet, root collate "C", path collate "C", document.hash,
  earlier.hash nulls first, later.hash nulls first, until is not null
