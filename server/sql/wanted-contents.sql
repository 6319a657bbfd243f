-- Images whose contents are not known yet, with the offset of their squashfs; 0 for folders and for images of a store of
-- podman. $1 node ids, $2 number of the facet images, $3 the most images a node is asked for, $4 the agent's version. Of
-- the nodes that see a root any that answered is taken, and another one next time, since only some may have the program; in any
-- order, since some images may never be read.
with chosen as (
  select distinct on (root.id) root.id, root.path, root.kind, node_root.node_id
  from root
  join node_root on node_root.root_id = root.id and node_root.until is null
  where root.facet = $2 and root.kind in ('folder', 'podman-store', 'podman-shared') and node_root.node_id = any($1)
  order by root.id,
    exists (select from visit where visit.node_id = node_root.node_id and visit.outcome in (0, 1)) desc, random()
), missing as (
  select chosen.node_id, chosen.path || '/' || item.path as path,
    case
      when document.kind <> 'images.file' then 0
      -- Behind the launch line and its end.
      when document.facts ->> 'format' = 'squashfs'
        then case document.facts ->> 'launch' when '' then 0 else length(document.facts ->> 'launch') + 1 end
      -- The one layer of an OCI-SIF; one of several is not all of the image.
      when document.facts ->> 'format' = 'oci-sif' then (
        select case when count(*) = 1 then min((object ->> 'offset')::bigint) end
        from jsonb_array_elements(document.facts -> 'objects') as object
        where object ->> 'type' = 'oci-blob' and object ->> 'digest' not in
          ('sha256:' || (document.facts ->> 'manifestDigest'), 'sha256:' || (document.facts ->> 'configDigest')))
      else (
        select (object ->> 'offset')::bigint from jsonb_array_elements(document.facts -> 'objects') as object
        where object ->> 'type' = 'partition' and object ->> 'fileSystem' = 'squashfs'
          and object ->> 'use' in ('primary', 'system')
        order by object ->> 'use' limit 1)
    end as offset
  from chosen
  join root_item item on item.root_id = chosen.id and item.until is null
  join document on document.id = item.document_id
  left join (image_contents known
    join document inside on inside.id = known.contents_id
    join evidence on evidence.id = known.evidence_id
    join agent_version on agent_version.id = evidence.agent_id)
    on known.root_id = item.root_id and known.path = item.path and known.document_id = item.document_id
    -- A later agent may send a database that an earlier one could not, and settings that it did not look for.
    and (inside.facts -> 'unread' = '[]' and inside.facts ? 'settings' or agent_version.version = $4)
    -- What can be written to is another image some day, and its document does not tell.
    and (document.kind <> 'images.sandbox' or document.facts ->> 'writable' = 'false'
      or known.read_at > now() - interval '7 days')
  where known.root_id is null and case document.kind
    when 'images.file' then document.facts ->> 'format' in ('sif', 'squashfs', 'oci-sif')
    when 'images.sandbox' then true
    -- A manifest list has no files.
    when 'images.stored' then document.facts ->> 'engine' = 'podman' and chosen.kind <> 'folder'
      and document.facts -> 'platforms' = '[]'
    else false end
), ordered as (
  select *, row_number() over (partition by node_id order by random()) as place
  from missing where "offset" is not null
)
select node_id as "nodeId", path, "offset"::text as "offset" from ordered where place <= $3 order by node_id, place
