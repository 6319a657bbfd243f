import { facetNames } from '../../server/facets/names.ts';
import type { Database } from '../../server/store/database.ts';

/**
 * What the places of an invented fleet say besides what they offer, as far as pages show it: images with form, size and digest; modules with a
 * description; of conda environments the numbers, who made each, and, of one cluster, the packages; and that some visits failed and some
 * places are held back. Nothing is laid where it is there already.
 */
export async function laySharedFacts(db: Database, say: (text: string) => void): Promise<void> {
  const laid = await db.query('select from environment_summary limit 1');
  if (laid.rows.length > 0) return;
  for (const [what, statement, values = []] of LAID) {
    const began = performance.now();
    await db.query(statement, values);
    say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

const LAID: [what: string, statement: string, values?: unknown[]][] = [
  [
    'images',
    `update document set facts = jsonb_build_object('kind', kind, 'name', 'image' || id || '.sif', 'format', 'sif', 'formatVersion', '01',
       'architecture', 'amd64', 'uuid', md5(id::text)::uuid, 'created', '2026-05-01T10:00:00Z', 'modified', '2026-05-01T10:00:00Z',
       'launch', '#!/usr/bin/env run-singularity', 'size', 100000000 + id * 1000, 'signed', id % 3 = 0, 'encrypted', false,
       'definition', jsonb_build_object('bootstrap', 'docker', 'from', 'quay.io/org/image' || id, 'recipe', false),
       'labels', jsonb_build_array(jsonb_build_object('name', 'org.label-schema.build-arch', 'value', 'amd64')),
       'manifestDigest', '', 'configDigest', md5((id / 3)::text) || md5((id / 3)::text), 'descriptors', 4, 'objects', '[]'::jsonb)
     where kind = 'images.file'`,
  ],
  [
    'modules',
    `with told as (
       select document_id, jsonb_agg(jsonb_build_object('fullName', tool.name || '/' || version.text, 'name', tool.name, 'version', version.text,
         'file', tool.name || '/' || version.text || '.lua', 'default', '', 'hidden', false, 'symbols', '[]'::jsonb, 'tags', '[]'::jsonb,
         'description', tool.label || ' does what a program of its kind does, and this sentence says so.',
         'homepage', 'https://example.org/' || tool.name, 'category', '', 'keywords', '[]'::jsonb, 'family', '', 'restricted', '', 'broken', '',
         'provides', '[]'::jsonb, 'requires', '[]'::jsonb)) as modules
       from document_set join document on document.id = document_set.document_id and document.kind = 'modules.tree'
       cross join unnest(offerings) as own (id) join offering on offering.id = own.id
       join tool on tool.id = offering.tool_id join version on version.id = offering.version_id
       group by document_id)
     update document set facts = document.facts || jsonb_build_object('tool', 'lmod', 'read', 'evaluated', 'modules', modules), bytes = 400 * jsonb_array_length(modules)
     from told where document.id = told.document_id`,
  ],
  [
    'packages of the environments of one cluster',
    `with told as (
       select document_set.document_id, jsonb_agg(jsonb_build_object('name', tool.name, 'version', version.text, 'build', offering.build, 'subdir', 'linux-64',
         'channel', 'conda-forge', 'sha256', split_part(offering.digest, ':', 2), 'md5', '')) as packages
       from root join root_item on root_item.root_id = root.id
       join document_set on document_set.document_id = root_item.document_id
       cross join unnest(document_set.offerings) as own (id) join offering on offering.id = own.id
       join tool on tool.id = offering.tool_id join version on version.id = offering.version_id
       where root.facet = $1 and root.cluster_id = (select min(id) from cluster)
       group by document_set.document_id)
     update document set facts = jsonb_build_object('kind', kind, 'python', '3.11.4', 'packages', packages, 'pip', '[]'::jsonb, 'unreadable', 0),
       bytes = 200 * jsonb_array_length(packages)
     from told where document.id = told.document_id`,
    [facetNames.indexOf('conda')],
  ],
  [
    'environments in numbers',
    `insert into environment_summary (document_id, python, packages, pip, channels, channel_packages)
     select document.id, '3.' || 8 + document.id % 6 || '.4', cardinality(offerings), document.id % 20,
       case document.id % 10 when 0 then array['defaults', 'conda-forge'] when 1 then array['conda-forge', 'bioconda'] else array['conda-forge'] end,
       case when document.id % 10 < 2 then array[100, cardinality(offerings) - 100] else array[cardinality(offerings)] end
     from document join document_set on document_set.document_id = document.id where kind = 'conda.environment'`,
  ],
  [
    'who made them',
    `insert into document (hash, kind, facts, bytes)
     select sha256(('making ' || number)::bytea), 'conda.making', jsonb_build_object('kind', 'conda.making', 'owner', 'user' || number,
       'history', true, 'asked', jsonb_build_array('python=3.11', 'numpy'), 'pinned', '[]'::jsonb, 'channels', jsonb_build_array('conda-forge'),
       'locks', '[]'::jsonb), 200
     from generate_series(1, 500) as number`,
  ],
  [
    'where that is known',
    `select setval(pg_get_serial_sequence('root_item', 'id'), (select max(id) from root_item))`,
  ],
  [
    'the records of how they were made',
    `insert into root_item (root_id, path, document_id, evidence_id, since)
     select root_id, path || '/conda-meta', maker.id, evidence_id, root_item.since
     from root_item join document on document.id = root_item.document_id and document.kind = 'conda.environment'
     join document maker on maker.hash = sha256(('making ' || 1 + root_item.id % 500)::bytea)
     where root_item.until is null`,
  ],
  [
    'reasons',
    `insert into reason (code, message) values ('connect-timeout', 'no answer after 60 s'), ('connect-refused', 'connection refused')`,
  ],
  [
    'visits that failed',
    `update visit set outcome = 2, confirmed = 0, reason_id = (select min(id) + visit.node_id / 50 % 2 from reason)
     where node_id % 50 = 0 and started_at > now() - interval '1 day'`,
  ],
  [
    'places held back',
    `insert into held_root (root_id, node_id, sweep_id, reason, lost, total, seen_at)
     select root.id, (select min(node_id) from node_root where root_id = root.id), (select max(id) from sweep where cluster_id = root.cluster_id),
       'root-suspect', 40, 100, now() - interval '1 hour'
     from root where root.id % 20 = 0`,
  ],
  ['statistics', 'vacuum analyze'],
];
