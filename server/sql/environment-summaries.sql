-- What tables of all environments ask of a document, counted when it is stored. $1 hashes of documents.
insert into environment_summary (document_id, python, packages, pip, channels, channel_packages)
select document.id, coalesce(facts ->> 'python', ''), jsonb_array_length(facts -> 'packages'), jsonb_array_length(facts -> 'pip'),
  coalesce(counted.channels, '{}'), coalesce(counted.packages, '{}')
from document
cross join lateral (
  select array_agg(channel order by number desc, channel collate "C") as channels,
    array_agg(number order by number desc, channel collate "C") as packages
  from (select one ->> 'channel' as channel, count(*)::int as number
    from jsonb_array_elements(facts -> 'packages') as each (one) group by 1) as by_channel
) as counted
where hash = any($1) and kind = 'conda.environment'
order by document.id on conflict (document_id) do nothing
