-- Images that are there now in places that nodes in service see. A digest is that of the file where it was computed, else the
-- one that the image tells of itself. Sizes are what nodes said, cut to what a number of JavaScript holds.
CREATE VIEW "image_place" AS
SELECT root_item.id AS item, root.id AS root_id, root.cluster_id, root.node_scope, document.id AS document_id,
  root.path || CASE WHEN root_item.path = '' THEN '' ELSE '/' || root_item.path END AS place,
  coalesce(document.facts -> 'references' ->> 0, document.facts -> 'repoDigests' ->> 0, '') AS name,
  coalesce(document.facts ->> 'format', document.facts ->> 'engine', 'sandbox') AS form,
  coalesce('sif:' || encode(image_digest.sha256, 'hex'),
    'oci-config:' || nullif(document.facts ->> 'configDigest', ''),
    'oci-manifest:' || nullif(document.facts ->> 'manifestDigest', ''), '') AS digest,
  CASE WHEN document.facts ->> 'size' IS NOT NULL
    THEN least((document.facts ->> 'size')::numeric, 9007199254740991)::bigint END AS size,
  document.facts
FROM root
JOIN root_item ON root_item.root_id = root.id AND root_item.until IS NULL
JOIN document ON document.id = root_item.document_id
  AND document.kind IN ('images.file', 'images.sandbox', 'images.stored')
LEFT JOIN image_digest ON image_digest.root_id = root.id AND image_digest.path = root_item.path
  AND image_digest.document_id = document.id
WHERE EXISTS (SELECT FROM node_root JOIN node ON node.id = node_root.node_id AND node.retired_at IS NULL
  WHERE node_root.root_id = root.id AND node_root.until IS NULL);
