-- Documents that lie at a path now. $1 path, $2 site, $3 cluster ('' any), $4 kinds.
select distinct encode(document.hash, 'hex') as hash, document.kind, site.name || '/' || cluster.name as cluster
from root
join root_item on root_item.root_id = root.id and root_item.until is null
join document on document.id = root_item.document_id and document.kind = any($4)
join cluster on cluster.id = root.cluster_id and cluster.retired_at is null and ($3 = '' or cluster.name = $3)
join site on site.id = cluster.site_id and site.retired_at is null and ($2 = '' or site.name = $2)
where starts_with($1, root.path)
  and root.path || case when root_item.path in ('', '.') then '' else '/' || root_item.path end = $1
order by 3, 1 limit 50
