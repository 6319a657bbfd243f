-- Packages of some environments with one of some names, versions and builds. $1 ids of documents, $2 names, $3 versions, $4 builds,
-- side by side.
select document.id as environment, record.*
from document
cross join lateral jsonb_to_recordset(document.facts -> 'packages')
  as record (name text, version text, build text, subdir text, channel text, sha256 text, md5 text)
where document.id = any($1)
  and (record.name, record.version, record.build) in (select * from unnest($2::text[], $3::text[], $4::text[]))
