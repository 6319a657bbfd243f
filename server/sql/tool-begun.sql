-- When places began to hold what they hold now, and whether they may have held the same before without a break. $1 places (positive a root
-- item, negative an observation).
select own.id as item, own.since, own.since_after, own.until is not null or exists (
    select from root_item as past where past.root_id = own.root_id and md5(past.path) = md5(own.path) and past.path = own.path
      and past.until is not null and past.until > past.since and past.until >= own.since) as continued
from root_item as own where own.id = any($1)
union all
select -own.id, own.since, own.since_after, own.until is not null or exists (
    select from observation as past where past.node_id = own.node_id and past.facet = own.facet
      and past.until is not null and past.until > past.since and past.until >= own.since)
from observation as own where own.id = any(array(select -item from unnest($1::int[]) as one (item) where item < 0))
