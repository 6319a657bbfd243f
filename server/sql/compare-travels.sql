-- What is at places that offer images or packages of conda. $1 items (root items) and, side by side, $2 digests, $3 versions and $4 builds
-- of what is offered there, $5 names of the tools. A row each: the document of an image, or the record of the package.
select asked.at::int as at, document.id as document, document.kind,
  record.one ->> 'name' as name, record.one ->> 'version' as version, record.one ->> 'build' as build,
  record.one ->> 'channel' as channel, record.one ->> 'subdir' as subdir,
  record.one ->> 'sha256' as sha256, record.one ->> 'md5' as md5
from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality as asked (item, digest, version, build, tool, at)
join root_item on root_item.id = asked.item
join document on document.id = root_item.document_id
left join lateral (
  select one from jsonb_array_elements(document.facts -> 'packages') as one
  where document.kind = 'conda.environment' and case
    when starts_with(asked.digest, 'conda-sha256:') then one ->> 'sha256' = substr(asked.digest, 14)
    when starts_with(asked.digest, 'conda-md5:') then one ->> 'md5' = substr(asked.digest, 11)
    -- Names are folded as server/names folds them; by another name it is not told.
    else one ->> 'version' = asked.version and one ->> 'build' = asked.build
      and translate(lower(one ->> 'name'), '_.', '--') = translate(asked.tool, '_.', '--') end
  limit 1
) as record on true
