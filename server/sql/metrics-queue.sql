-- Jobs in the queue by task and state.
select task_identifier as task,
  case when locked_at is not null then 'running' when attempts >= max_attempts then 'given up'
    when run_at > now() then 'later' else 'waiting' end as state,
  count(*)::int as jobs
from graphile_worker.jobs
group by 1, 2
order by 1, 2
