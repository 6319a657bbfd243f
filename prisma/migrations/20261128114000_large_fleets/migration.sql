-- The record of how an environment came to be is found by the index of open items, which is over md5 of the path.
create or replace view environment_place as
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
    and md5(made.path) in (md5(root_item.path || '/conda-meta'), case when root_item.path in ('', '.') then md5('conda-meta') end)
  limit 1
) as making on true
where exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
  where node_root.root_id = root.id and node_root.until is null);

-- Who offers a tool by chance, in a venv or as a package of the system, decides where it must have been looked for. Few rows are of these.
create index cluster_tool_by_chance on cluster_tool (tool_id, provider, cluster_id) where provider in (6, 7);
