-- Since when places hold a version of a tool, without a break. $1 places (positive a root item, negative an observation), $2 ids of
-- versions and $3 numbers of providers beside them, $4 the tool. Another build of the version is the same version.
with asked as (
  select distinct item, version, provider from unnest($1::int[], $2::int[], $3::int[]) as own (item, version, provider)
), wanted as (
  select version_id as version, provider, array_agg(id) as offerings from offering
  where tool_id = $4 and version_id = any($2) group by version_id, provider
), line as (
  select asked.*, held.id = asked.item as shown, held.root_id, held.path, held.document_id, held.since, held.since_after, held.until
  from asked
  join root_item as own on own.id = asked.item
  join root_item as held on held.root_id = own.root_id and md5(held.path) = md5(own.path) and held.path = own.path
    and held.until is null
  union all
  select asked.*, held.id = asked.item as shown, held.root_id, held.path, held.document_id, held.since, held.since_after, held.until
  from asked
  join root_item as own on own.id = asked.item
  join root_item as held on held.root_id = own.root_id and md5(held.path) = md5(own.path) and held.path = own.path
    and held.until > held.since
  union all
  select asked.*, held.id = -asked.item, null, '', held.document_id, held.since, held.since_after, held.until
  from asked
  join observation as own on own.id = -asked.item
  join observation as held on held.node_id = own.node_id and held.facet = own.facet and (held.until is null or held.until > held.since)
), told as (
  -- What the rollup shows holds it; documents of before are looked into.
  select line.*, shown or exists (
      -- The ids of a set are sorted: its bucket is where an id would stand.
      select from (
        select line.document_id as id
        union all
        select contents_id from image_contents
        where image_contents.root_id = line.root_id and image_contents.path = line.path
          and image_contents.document_id = line.document_id
      ) as there
      join document_set on document_set.document_id = there.id
      cross join unnest(wanted.offerings) as one (id)
      where document_set.offerings[width_bucket(one.id, document_set.offerings)] = one.id
    ) as holds
  from line join wanted using (version, provider)
), begun as (
  select told.*, holds and not coalesce(lag(holds) over place and lag(until) over place >= since, false) as begins
  from told
  window place as (partition by item, version, provider order by since, coalesce(until, 'infinity'))
)
select distinct on (item, version, provider) item, version, provider, since, since_after
from begun where begins
order by item, version, provider, since desc
