-- Clusters in service.
select cluster.id, site.name as site, cluster.name as cluster
from cluster
join site on site.id = cluster.site_id and site.retired_at is null
where cluster.retired_at is null
order by site.name, cluster.name
