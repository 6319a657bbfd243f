-- What tables of all environments ask of a document: counted once, when it is stored.
create table environment_summary (
  document_id int primary key references document (id) on delete cascade,
  python text not null,
  packages int not null,
  pip int not null,
  -- The largest first, and how many packages are from each. An empty name is a channel that is not told.
  channels text[] not null,
  channel_packages int[] not null
);

insert into environment_summary (document_id, python, packages, pip, channels, channel_packages)
select document.id, coalesce(facts ->> 'python', ''), jsonb_array_length(coalesce(facts -> 'packages', '[]')), jsonb_array_length(coalesce(facts -> 'pip', '[]')),
  coalesce(counted.channels, '{}'), coalesce(counted.packages, '{}')
from document
cross join lateral (
  select array_agg(channel order by number desc, channel collate "C") as channels,
    array_agg(number order by number desc, channel collate "C") as packages
  from (select one ->> 'channel' as channel, count(*)::int as number
    from jsonb_array_elements(coalesce(facts -> 'packages', '[]')) as each (one) group by 1) as by_channel
) as counted
where kind = 'conda.environment';

-- Environments that are there now in places that nodes in service see. How one came to be is the item of its record folder.
create view environment_place as
select root_item.id as item, root.id as root_id, root.cluster_id, root.node_scope, root_item.document_id, root_item.since,
  root.path || case when root_item.path in ('', '.') then '' else '/' || root_item.path end as place,
  coalesce(making.facts ->> 'owner', '') as owner, environment_summary.python, environment_summary.packages,
  environment_summary.pip, environment_summary.channels, environment_summary.channel_packages
from root
join root_item on root_item.root_id = root.id and root_item.until is null
join environment_summary on environment_summary.document_id = root_item.document_id
left join lateral (
  select document.facts from root_item as made
  join document on document.id = made.document_id and document.kind = 'conda.making'
  where made.root_id = root.id and made.until is null
    and made.path in (root_item.path || '/conda-meta', case when root_item.path in ('', '.') then 'conda-meta' end)
  limit 1
) as making on true
where exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
  where node_root.root_id = root.id and node_root.until is null);
