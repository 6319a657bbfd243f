-- How many images are how old, with the space they take. $1 site, $2 cluster, $3 first days and $4 days after the last of the ages ('': none), '' and ''
-- for those that tell no day. Days as text: that of an image is the beginning of its date. $5 names of nodes that see them (null: any).
with told as (
  select coalesce(image_place.facts ->> 'created', '') collate "C" as created, image_place.size
  from image_place
  join cluster on cluster.id = image_place.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
    and ($5::text[] is null or exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = image_place.root_id and node_root.until is null and node.name = any($5)))
)
select age.number::int as number, count(*)::int as images, coalesce(sum(told.size), 0)::bigint as bytes,
  count(*) filter (where told.size is null)::int as unsized
from told
join unnest($3::text[], $4::text[]) with ordinality as age (first, after, number)
  on case when told.created ~ '^\d{4}-\d\d-\d\d' and told.created >= '1990' then age.first <> '' and told.created >= age.first
    and (age.after = '' or told.created < age.after) else age.first = '' end
group by age.number
