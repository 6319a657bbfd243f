-- Images with equal digests in several places, those first that take most space beyond one of them. $1 site, $2 cluster,
-- $3 and $4 sort key of the row before the page (null: first page), $5 rows.
with image as (
  select root_item.id, site.name as site, cluster.name as cluster,
    root.path || case when root_item.path = '' then '' else '/' || root_item.path end as place,
    coalesce('sif:' || encode(image_digest.sha256, 'hex'),
      'oci-config:' || nullif(document.facts ->> 'configDigest', ''),
      'oci-manifest:' || nullif(document.facts ->> 'manifestDigest', ''), '') as digest,
    case when document.facts ->> 'size' is not null
      then least((document.facts ->> 'size')::numeric, 9007199254740991)::bigint end as size
  from root
  join cluster on cluster.id = root.cluster_id and cluster.retired_at is null
  join site on site.id = cluster.site_id and site.retired_at is null
  join root_item on root_item.root_id = root.id and root_item.until is null
  join document on document.id = root_item.document_id
    and document.kind in ('images.file', 'images.sandbox', 'images.stored')
  left join image_digest on image_digest.root_id = root.id and image_digest.path = root_item.path
    and image_digest.document_id = document.id
  where exists (select from node_root join node on node.id = node_root.node_id and node.retired_at is null
    where node_root.root_id = root.id and node_root.until is null)
    and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
), copied as (
  select digest, count(*)::int as copies, count(distinct (site, cluster))::int as clusters,
    coalesce(sum(size), 0)::bigint as bytes, coalesce(sum(size) - max(size), 0)::bigint as spare,
    (array_agg(site || '/' || cluster || ':' || place order by site, cluster, place))[1:5] as places
  from image where digest <> '' group by digest having count(*) > 1
)
select copied.*, (select count(*)::int from copied) as total from copied
where $3::bigint is null or (-spare, digest collate "C") > (-($3::bigint), $4::text collate "C")
order by -spare, digest collate "C"
limit $5
