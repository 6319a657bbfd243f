-- Environments of a cluster by how many of some requirements each has. $1 cluster id, $2 numbers of requirements,
-- $3 offering ids that fit them, $4 number of the facet conda, $5 rows. Nodes that hold the same at the same path, each on a disk of its own, are one row.
with wanted as (
  select * from unnest($2::int[], $3::int[]) as one (requirement, offering)
), held as (
  select distinct root_item.document_id, root.path as root, root_item.path
  from root
  join root_item on root_item.root_id = root.id and root_item.until is null
  where root.cluster_id = $1 and root.facet = $4
    and exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
      where node_root.root_id = root.id and node_root.until is null)
), counted as (
  select document_set.document_id, count(distinct wanted.requirement)::int as there, array_agg(distinct wanted.requirement) as requirements,
    cardinality(document_set.offerings) as packages
  from document_set
  cross join lateral unnest(document_set.offerings) as own (id)
  join wanted on wanted.offering = own.id
  where document_set.document_id in (select document_id from held)
  group by document_set.document_id, document_set.offerings
)
select held.root, held.path, counted.there, counted.requirements, counted.packages, encode(document.hash, 'hex') as document
from counted
join held using (document_id)
join document on document.id = held.document_id
order by counted.there desc, counted.packages, held.root, held.path
limit $5
