-- Reports without what they say. $1 exactly this scope ('' all).
select id, title, scope, from_at, to_at, time_zone, made_at, made_by, first_sweep, last_sweep, coverage, warnings, bytes, hash
from report
where $1 = '' or scope = $1
