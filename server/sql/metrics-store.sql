-- How large the store is: the whole database, and the rows of the tables that grow, as Postgres estimates them.
select pg_database_size(current_database())::float8 as bytes,
  (select count(*)::int from worker where seen_at > now() - interval '30 seconds') as workers,
  (select coalesce(sum(parallel), 0)::int from worker where seen_at > now() - interval '30 seconds') as parallel,
  (select jsonb_object_agg(relname, reltuples) from pg_class
   where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples >= 0
     and relname in ('document', 'evidence', 'observation', 'root_item', 'visit', 'cluster_tool')) as rows
