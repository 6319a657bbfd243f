-- Easyconfigs of some clusters at a time, by what their modules are called; none where two trees have others, or where one could not be
-- hashed. $1 cluster ids, $2 the time (null: now), $3 number of the facet easybuild.
select lower(one ->> 'name') as name, one ->> 'version' as version, one ->> 'suffix' as variant,
  concat_ws('-', one ->> 'toolchain', nullif(one ->> 'toolchainVersion', '')) as build, 'recipe:' || min(one ->> 'sha256') as mark
from root
join root_item on root_item.root_id = root.id and root_item.since <= coalesce($2, 'infinity'::timestamptz)
  and (root_item.until is null or root_item.until > coalesce($2, 'infinity'::timestamptz))
join document on document.id = root_item.document_id and document.kind = 'easybuild.software'
cross join lateral jsonb_array_elements(document.facts -> 'installations') as one
where root.cluster_id = any($1) and root.facet = $3
group by 1, 2, 3, 4
having min(one ->> 'sha256') = max(one ->> 'sha256') and min(one ->> 'sha256') <> ''
