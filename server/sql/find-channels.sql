-- Packages of a channel with one of some builds, in the environments at some root items. $1 items, $2 channel, $3 builds.
select root_item.id as item, package ->> 'name' as name, package ->> 'version' as version, package ->> 'build' as build
from root_item
join document on document.id = root_item.document_id
cross join lateral jsonb_path_query(document.facts, '$.packages[*] ? (@.channel == $channel)',
  jsonb_build_object('channel', $2::text)) as package
where root_item.id = any($1) and package ->> 'build' = any($3)
