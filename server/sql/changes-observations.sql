-- Node-local facets whose document differs between two times, the nodes alike folded. $1 $2 the times, $3 clusters,
-- $4 nodes (null: all), $5 nodes that were not known at $1, which are told as new nodes instead. What began and ended between
-- counts for the dates only: the change lies between the first end of a state and the begin of the last.
with edge as (
  select node_id, facet, document_id, evidence_id, since, since_after, until, until_after
  from observation where until > $1 and until <= $2
  union all
  select node_id, facet, document_id, evidence_id, since, since_after, until, until_after
  from observation where since > $1 and since <= $2 and (until is null or until > $2)
), state as (
  select node_id, facet,
    max(document_id) filter (where since <= $1) as before,
    max(document_id) filter (where until is null or until > $2) as after,
    max(evidence_id) filter (where since <= $1) as evidence_before,
    max(evidence_id) filter (where until is null or until > $2) as evidence_after,
    greatest(max(since) filter (where since > $1), max(until) filter (where until <= $2)) as since,
    case when bool_or(since > $1 and since_after is null) then null else
      least(min(since_after) filter (where since > $1), min(until_after) filter (where until <= $2)) end as since_after
  from edge group by node_id, facet
)
select node.cluster_id, state.facet, '' as kind, '' as root_path, '' as item_path,
  case when state.before is null then '{}' else array[state.before] end as before,
  case when state.after is null then '{}' else array[state.after] end as after,
  array_agg(node.id order by node.id)::text as nodes, coalesce(state.evidence_before = state.evidence_after, false) as reread,
  -- Nothing of the facet was known before: it is read for the first time, and nobody can say that it is new.
  state.before is null and state.since_after is null as first,
  max(state.since) as since,
  case when bool_or(state.since_after is null) then null else min(state.since_after) end as since_after
from state
join node on node.id = state.node_id and (node.retired_at is null or node.retired_at > $2)
where state.before is distinct from state.after
  and node.cluster_id = any($3) and ($4::int[] is null or node.id = any($4)) and not node.id = any($5)
group by node.cluster_id, state.facet, state.before, state.after, reread, first
order by node.cluster_id, state.facet, state.before, state.after
