-- Image files whose contents are not known yet, with the offset of their squashfs. $1 node ids, $2 number of the
-- facet images, $3 the most files a node is asked for, $4 the agent's version. Of the nodes that see a root any that
-- answered is taken, and another one next time, since only some may have the program; in any order, since some files may never be read.
with chosen as (
  select distinct on (root.id) root.id, root.path, node_root.node_id
  from root
  join node_root on node_root.root_id = root.id and node_root.until is null
  where root.facet = $2 and root.kind = 'folder' and node_root.node_id = any($1)
  order by root.id,
    exists (select from visit where visit.node_id = node_root.node_id and visit.outcome in (0, 1)) desc, random()
), missing as (
  select chosen.node_id, chosen.path || '/' || item.path as path, 
   
    case document.facts ->> 'format'
      -- Behind the launch line and its end.
      when 'squashfs' then case document.facts ->> 'launch' when '' then 0 else length(document.facts ->> 'launch') + 1 end
      else (
        select (object ->> 'offset')::bigint from jsonb_array_elements(document.facts -> 'objects') as object
        where object ->> 'type' = 'partition' and object ->> 'fileSystem' = 'squashfs'
          and object ->> 'use' in ('primary', 'system')
        order by object ->> 'use' limit 1)
    end as offset
  from chosen
  join root_item item on item.root_id = chosen.id and item.until is null
  join document on document.id = item.document_id and document.kind = 'images.file'
  left join (image_contents known
    join document inside on inside.id = known.contents_id
    join evidence on evidence.id = known.evidence_id
    join agent_version on agent_version.id = evidence.agent_id)
    on known.root_id = item.root_id and known.path = item.path and known.document_id = item.document_id
    -- A later agent may send a database that an earlier one could not, and settings that it did not look for.
    and (inside.facts -> 'unread' = '[]' and inside.facts ? 'settings' or agent_version.version = $4)
  where known.root_id is null and document.facts ->> 'format' in ('sif', 'squashfs')
), ordered as (
  select *, row_number() over (partition by node_id order by random()) as place
  from missing where "offset" is not null
)
select node_id as "nodeId", path, "offset"::text as "offset" from ordered where place <= $3 order by node_id, place
