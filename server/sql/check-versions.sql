-- Versions by id, in their order. $1 ids.
select id, text as version from version where id = any($1) order by sort_key collate "C", text collate "C"
