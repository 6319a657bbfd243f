-- Who changed what. $1 part of the name, $2 part of the action ('' any).
select id, at, who, via, action, target, detail, outcome
from audit
where ($1 = '' or strpos(lower(who), lower($1)) > 0) and ($2 = '' or strpos(action, lower($2)) > 0)
