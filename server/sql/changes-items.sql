-- What places hold and held, where that differs between two times, the nodes alike folded. A place is a kind and a path of a
-- cluster, whichever root is there: another key of a module tree is no other place. $1 $2 the times, $3 clusters, $4 nodes (null:
-- all), $5 nodes that were not known at $1, which are told as new nodes instead. What began and ended between counts for the dates only:
-- the change lies between the first end of a state and the begin of the last.
with moved as (
  select node_id, root_id from node_root where until > $1 and until <= $2 and since <= $1
  union all
  select node_id, root_id from node_root where since > $1 and since <= $2 and (until is null or until > $2)
), changed as (
  select id, root_id, path from root_item where until > $1 and until <= $2
  union all
  select id, root_id, path from root_item where since > $1 and since <= $2 and (until is null or until > $2)
), place as (
  select row_number() over () as id, * from (
    select distinct root.cluster_id, root.facet, root.kind, root.path
    from root where root.id in (select root_id from moved union select root_id from changed) and root.cluster_id = any($3)
  ) as places
), here as (
  select place.id as place, root.id as root from place
  join root on root.cluster_id = place.cluster_id and root.facet = place.facet
    and root.kind = place.kind and root.path = place.path
), plain as (
  -- Places with one root that nobody began or ceased to see: whoever sees it saw it before.
  select place, min(root) as root from here
  where not place in (select other.place from moved join here as other on other.root = moved.root_id)
  group by place having count(*) = 1
), sight as not materialized (
  select node_id, root_id, since, since_after, until, until_after from node_root where until is null and since <= $2
  union all
  select node_id, root_id, since, since_after, until, until_after from node_root where until > $1 and since <= $2
), gone as (
  -- Few beside those in service, so that these are told by not being among them.
  select id from node where retired_at <= $2
), of_node as (
  -- Which roots a node saw at any other place, before and after.
  select here.place, sight.node_id,
    array_agg(sight.root_id order by sight.root_id) filter (where sight.since <= $1) as before,
    array_agg(sight.root_id order by sight.root_id) filter (where sight.until is null or sight.until > $2) as after,
    greatest(max(sight.since) filter (where sight.since > $1), max(sight.until) filter (where sight.until <= $2)) as since,
    bool_or(sight.since > $1 and sight.since_after is null) as unbounded,
    least(min(sight.since_after) filter (where sight.since > $1),
      min(sight.until_after) filter (where sight.until <= $2)) as since_after
  from here
  join sight on sight.root_id = here.root
  where not here.place in (select place from plain)
    and sight.node_id not in (select id from gone) and ($4::int[] is null or sight.node_id = any($4)) and not sight.node_id = any($5)
  group by here.place, sight.node_id
), alike as (
  select row_number() over () as id, * from (
    select place, before, after, unbounded and before is null as first, before is not distinct from after as same,
      array_agg(node_id order by node_id) as nodes, max(since) as since, unbounded, min(since_after) as since_after
    from of_node
    group by place, before, after, unbounded
    union all
    select plain.place, array[plain.root], array[plain.root], false, true, seers.nodes, null, false, null
    from plain
    cross join lateral (
      select array_agg(node_id order by node_id) as nodes from (
        select node_id from node_root where root_id = plain.root and until is null and since <= $1
        union all
        select node_id from node_root where root_id = plain.root and until > $2 and since <= $1
      ) as sight
      where node_id not in (select id from gone) and ($4::int[] is null or node_id = any($4)) and not node_id = any($5)
    ) as seers
    where seers.nodes is not null
  ) as groups
), item as (
  -- Roots that stayed: only what changed in them. Others: all that they hold.
  select alike.id as alike, root_item.*
  from alike join changed on alike.same and cardinality(alike.before) = 1 and changed.root_id = alike.before[1]
  join root_item on root_item.id = changed.id
  union all
  select alike.id, root_item.*
  from alike join root_item on root_item.root_id = any(coalesce(alike.before, '{}') || coalesce(alike.after, '{}'))
    and root_item.until is null and root_item.since <= $2
  where not alike.same or cardinality(alike.before) > 1
  union all
  select alike.id, root_item.*
  from alike join root_item on root_item.root_id = any(coalesce(alike.before, '{}') || coalesce(alike.after, '{}'))
    and root_item.until > $1 and root_item.since <= $2
  where not alike.same or cardinality(alike.before) > 1
), marked as (
  select item.*, item.since <= $1 and item.root_id = any(alike.before) as was,
    (item.until is null or item.until > $2) and item.root_id = any(alike.after) as "is"
  from item join alike on alike.id = item.alike
), pair as (
  select alike, path,
    coalesce(array_agg(distinct document_id order by document_id) filter (where was), '{}') as before,
    coalesce(array_agg(distinct document_id order by document_id) filter (where "is"), '{}') as after,
    array_agg(distinct evidence_id order by evidence_id) filter (where was) as evidence_before,
    array_agg(distinct evidence_id order by evidence_id) filter (where "is") as evidence_after,
    greatest(max(since) filter (where since > $1), max(until) filter (where until <= $2)) as since,
    bool_or(since > $1 and since_after is null) as unbounded,
    least(min(since_after) filter (where since > $1), min(until_after) filter (where until <= $2)) as since_after
  from marked group by alike, path
)
select place.cluster_id, place.facet, place.kind, place.path as root_path, pair.path as item_path, pair.before, pair.after,
  alike.nodes::text as nodes, coalesce(pair.evidence_before = pair.evidence_after, false) as reread, coalesce(alike.first, false) as first,
  case when alike.same then pair.since else greatest(pair.since, alike.since) end as since,
  -- Of a root that was seen for the first time nobody had read an item before: the node's own sight is the bound.
  case when alike.same then case when pair.unbounded then null else pair.since_after end
    when alike.unbounded then null else least(pair.since_after, alike.since_after) end as since_after
from pair
join alike on alike.id = pair.alike
join place on place.id = alike.place
where pair.before <> pair.after
order by place.cluster_id, place.facet, place.kind, place.path collate "C", pair.path collate "C", pair.before, pair.after
