-- Which nodes a post brings, so that no two posts store one node at the same time and an older one leaves out what a later
-- one brought, also while that one is being stored.
alter table push_receipt add column nodes int[] not null default '{}';
update push_receipt set nodes = coalesce((
  select array_agg(node.id) from push_token
  join node on node.cluster_id = push_token.cluster_id and node.retired_at is null
  where push_token.id = push_receipt.token_id
    and node.name in (select told ->> 'node' from jsonb_array_elements(push_receipt.answer -> 'nodes') as told)), '{}')
where answer is not null;
