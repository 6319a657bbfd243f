-- Reports without what they say. $1 exactly this scope ('' any), $2 what they are of: everything, site, cluster or nodes ('' any).
select id, title, scope, from_at, to_at, time_zone, made_at, made_by, first_sweep, last_sweep, coverage, warnings, bytes, hash
from report
where ($1 = '' or scope = $1) and ($2 = '' or $2 = case
  when scope = '' then 'everything'
  when scope not like '%/%' then 'site'
  when scope like '%:%' or scope like '%/%/%' then 'nodes'
  else 'cluster' end)
