-- The tables of this installation with their columns in order, and how their rows are put in order;
-- "needs" names the tables that must be filled before.
select
  class.relname as name,
  (select array_agg(attname::text order by attnum) from pg_attribute
    where attrelid = class.oid and attnum > 0 and not attisdropped) as columns,
  (select array_agg(attname::text order by array_position(conkey, attnum)) from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = any(conkey)
    where conrelid = class.oid and contype = 'p') as key,
  array(select distinct needed.relname::text from pg_constraint
    join pg_class needed on needed.oid = confrelid
    where conrelid = class.oid and contype = 'f' and confrelid <> conrelid) as needs
from pg_class class
where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_prisma_migrations'
order by class.relname
