-- Names under which the queue holds jobs or queues for more than $1 seconds, and which no known worker has. A worker
-- tells its names every two seconds.
select coalesce(array_agg(distinct locked_by), '{}') as ids
from (
  select locked_by, locked_at from graphile_worker._private_jobs
  union all
  select locked_by, locked_at from graphile_worker._private_job_queues
) as held
where locked_at < now() - make_interval(secs => $1)
  and not exists (select from worker where held.locked_by = any(worker.queue_ids))
