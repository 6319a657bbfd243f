import { facetNames } from '../../server/facets/names.ts';
import type { Database } from '../../server/store/database.ts';
import { namingId } from '../../server/store/naming.ts';

/**
 * A fleet that nobody visited, laid into the tables by SQL: sites, clusters, nodes, offerings with the overlap that sites have
 * (most are at one cluster, few are everywhere), the documents, roots and intervals that hold them, and two sweeps a week
 * apart between which every fiftieth document became another one. The same numbers give the same fleet.
 */
export interface FleetSize {
  sites: number;
  clusters: number;
  nodes: number;
  offerings: number;
  tools: number;
}

/** What the demand names. */
export const WHOLE: FleetSize = {
  sites: 50,
  clusters: 200,
  nodes: 10_000,
  offerings: 2_000_000,
  tools: 20_000,
};

/** The same with fewer of everything but sites and clusters. */
export function partOf(nodes: number): FleetSize {
  const share = nodes / WHOLE.nodes;
  return {
    ...WHOLE,
    nodes,
    offerings: Math.round(WHOLE.offerings * share),
    tools: Math.max(500, Math.round(WHOLE.tools * Math.sqrt(share))),
  };
}

/** Where each provider's offerings lie: number of the facet, kind of document and root, share of all in percent. */
const OFFERED = [
  {
    provider: 3,
    facet: 'conda',
    kind: 'conda.environment',
    root: 'installation',
    path: '/opt/conda',
    until: 70,
  },
  { provider: 4, facet: 'modules', kind: 'modules.tree', root: 'tree', path: '/apps/modules', until: 85 },
  { provider: 0, facet: 'images', kind: 'images.file', root: 'folder', path: '/apps/images', until: 92 },
  { provider: 5, facet: 'spack', kind: 'spack.store', root: 'store', path: '/apps/spack', until: 96 },
  { provider: 7, facet: 'packages', kind: 'packages.node', root: 'shared', path: '/apps/system', until: 100 },
] as const;

/** Offerings of one document. */
const DOCUMENT = 150;

export async function inventFleet(db: Database, size: FleetSize, say: (text: string) => void): Promise<void> {
  const run = async (what: string, statement: string, values: unknown[] = []) => {
    const began = performance.now();
    await db.query(statement, values);
    say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  await run('a number for each thing and question', MIXED);
  await run('places', PLACES, [size.sites, size.clusters, size.nodes]);
  await run('tools and versions', TOOLS, [size.tools]);
  await run('offerings', OFFERINGS, [size.offerings, size.tools]);
  await run('who has them', ENTRIES, [size.clusters, DOCUMENT]);
  await run('documents', DOCUMENTS, [
    OFFERED.map(({ provider }) => provider),
    OFFERED.map(({ kind }) => kind),
    await namingId(db),
  ]);
  await run('their sets', SETS, [await namingId(db)]);
  await run('roots', ROOTS, [
    OFFERED.map(({ provider }) => provider),
    OFFERED.map(({ facet }) => facetNames.indexOf(facet)),
    OFFERED.map(({ root }) => root),
    OFFERED.map(({ path }) => path),
  ]);
  await run('what roots hold', ITEMS);
  await run('who sees them', SEEN);
  const every = facetNames.reduce((bits, _, at) => bits | (1 << at), 0);
  await run('sweeps', SWEEPS);
  await run('visits', VISITS, [every]);
  await run("find's answers", ROLLUP);
  await run('what clusters have in numbers', NUMBERS);
  await run(
    'which tools the masks do not know',
    'insert into stale_tool select distinct cluster_id, tool_id from cluster_tool',
  );
  await run('what was only to lay it', 'drop table entry');
  await run('statistics', 'vacuum analyze');
}

const MIXED = `create function mixed(thing bigint, question bigint, choices bigint) returns bigint
  language sql immutable parallel safe return (hashint8extended(thing, question) & 4611686018427387903) % choices`;

const PLACES = `with s as (
    insert into site (name) select 's' || lpad(number::text, 2, '0') from generate_series(1, $1::int) as number returning id, name
  ), c as (
    insert into cluster (site_id, name)
    select s.id, 'c' || number from generate_series(1, $2::int) as number
    join s on s.name = 's' || lpad((1 + (number - 1) % $1::int)::text, 2, '0') returning id
  ), numbered as (select id, row_number() over (order by id) as number from c)
  insert into node (cluster_id, name)
  select numbered.id, 'n' || lpad(number.number::text, 5, '0') from generate_series(1, $3::int) as number
  join numbered on numbered.number = 1 + number.number % $2::int`;

const TOOLS = `with t as (
    insert into tool (name, label) select 'tool' || number, 'Tool' || number from generate_series(1, $1::int) as number
  )
  insert into version (text, sort_key)
  select number / 100 || '.' || number / 10 % 10 || '.' || number % 10, lpad(number::text, 6, '0')
  from generate_series(100, 3099) as number`;

/** Few tools have many offerings, in many versions. Equal rows are one, so more are made than are wanted. */
const OFFERINGS = `with drawn as (
    select number, 1 + floor($2::int * power(mixed(number, 1, 1000000)::float8 / 1000000, 2.2))::int as tool,
      mixed(number, 3, 100) as share
    from generate_series(1, ($1::bigint * 1.25)::bigint) as number
  ), versioned as (
    select *, 1 + (tool * 7 + mixed(number, 2, 3 + 3000 / (tool + 50))) % 3000 as version from drawn
  )
  insert into offering (tool_id, version_id, provider, variant, build, digest)
  select tool, version, case when share < 70 then 3 when share < 85 then 4 when share < 92 then 0 when share < 96 then 5 else 7 end,
    case when share between 70 and 84 and mixed(number, 8, 10) = 0 then '-CUDA-12.1.1' else '' end,
    case
      when share < 70 or share between 85 and 91
        then 'h' || lpad(to_hex(mixed(tool * 100000 + version * 10 + mixed(number, 4, 4), 5, 268435456)), 7, '0') || '_' || mixed(number, 9, 3)
      when share < 85 then 'GCC-1' || mixed(number, 10, 4) || '.2.0'
      when share < 96 then 'gcc-12.2.0-' || translate(substr(md5(number::text), 1, 32), '0189', 'wxyz')
      else '1.el' || 8 + mixed(number, 11, 3)
    end,
    case
      when share < 70 then 'conda-sha256:' || md5(number::text) || md5('other' || number)
      when share between 85 and 91 then 'oci-config:' || md5(number::text) || md5('other' || number)
      else ''
    end
  from versioned on conflict do nothing`;

/** Three of four are at one cluster, one of a hundred at dozens. */
const ENTRIES = `create unlogged table entry as
  with numbered as (select id, row_number() over (order by id) - 1 as number from cluster),
  spread as (
    select id, tool_id, provider, 1 + mixed(id, 13, $1::int - 1) as stride, mixed(id, 7, $1::int) as first,
      case when share < 75 then 1 when share < 93 then 2 + mixed(id, 14, 4) when share < 99 then 6 + mixed(id, 15, 15)
        else 20 + mixed(id, 16, 131) end as copies
    from (select id, tool_id, provider, mixed(id, 6, 100) as share from offering) as drawn
  ), placed as (
    select distinct numbered.id as cluster_id, spread.id as offering_id, tool_id, provider
    from spread cross join lateral generate_series(0, copies - 1) as copy
    join numbered on numbered.number = (first + copy * stride) % $1::int
  )
  select *, dense_rank() over (order by cluster_id, provider, chunk)::int as document from (
    select *, (row_number() over (partition by cluster_id, provider order by mixed(offering_id, 17, 1000000)) - 1) / $2::int as chunk
    from placed) as chunked`;

/** And of every fiftieth the one that it was a week ago, without some of its offerings; those have the ids after them. */
const DOCUMENTS = `with kinds as (select * from unnest($1::int[], $2::text[]) as kinds (provider, kind)),
  made as (select distinct document, provider from entry),
  most as (select max(document) as id from entry)
  insert into document (id, hash, kind, facts, bytes)
  select document, sha256(document::text::bytea), kind, json_build_object('kind', kind), 20
  from made join kinds using (provider)
  union all
  select most.id + document / 50, sha256(('before ' || document)::bytea), kind, json_build_object('kind', kind), 20
  from made join kinds using (provider) cross join most where document % 50 = 0 and $3::int > 0`;

const SETS = `with most as (select max(document) as id from entry)
  insert into document_set (document_id, naming, offerings)
  select document, $1::int, array_agg(offering_id order by offering_id) from entry group by document
  union all
  select most.id + document / 50, $1, array_agg(offering_id order by offering_id) from entry cross join most
  where document % 50 = 0 and offering_id % 20 <> 0 group by most.id, document`;

const ROOTS = `insert into root (cluster_id, facet, kind, path, key, node_scope, mount, identity, digest, offerings)
  select cluster.id, held.facet, held.kind, held.path, '', 0, '{"point": "/apps", "fstype": "nfs4", "source": "filer:/apps", "inode": "1"}',
    sha256((cluster.id || ' ' || held.provider)::bytea), sha256((cluster.id || ' held ' || held.provider)::bytea), 0
  from cluster cross join unnest($1::int[], $2::int[], $3::text[], $4::text[]) as held (provider, facet, kind, path)`;

const ITEMS = `with e as (
    insert into evidence (hash, agent_id, bytes, content)
    select '\\x00', (select id from agent_version limit 1), 0, '\\x' returning id
  ), most as (select max(document) as id from entry),
  placed as (
    select distinct entry.document, root.id as root_id
    from entry join root on root.cluster_id = entry.cluster_id
      and root.identity = sha256((entry.cluster_id || ' ' || entry.provider)::bytea)
  )
  insert into root_item (id, root_id, path, document_id, evidence_id, since, since_after, until, until_after)
  select document, root_id, 'item' || document, document, e.id,
    now() - make_interval(days => case when document % 50 = 0 then 3 else 60 + document % 300 end),
    case when document % 50 = 0 then now() - interval '8 days' end, null, null
  from placed cross join e
  union all
  select most.id + document / 50, root_id, 'item' || document, most.id + document / 50, e.id, now() - interval '90 days', null,
    now() - interval '3 days', now() - interval '8 days'
  from placed cross join e cross join most where document % 50 = 0`;

const SEEN = `insert into node_root (node_id, root_id, since)
  select node.id, root.id, now() - interval '400 days' from node join root on root.cluster_id = node.cluster_id`;

const SWEEPS = `insert into sweep (cluster_id, started_at, finished_at, state, expected, trigger)
  select cluster.id, at, at + interval '5 minutes', 'finished', (select count(*) from node where node.cluster_id = cluster.id), 'schedule'
  from cluster cross join unnest(array[now() - interval '8 days', now() - interval '3 days', now() - interval '1 hour']) as at`;

const VISITS = `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, agent_id, confirmed, absent, unconfirmed)
  select sweep.id, node.id, node.cluster_id, sweep.started_at, 300, 9000, 0, (select min(id) from agent_version), $1::int, 0, '{}'
  from sweep join node on node.cluster_id = sweep.cluster_id`;

const ROLLUP = `insert into cluster_tool (tool_id, cluster_id, provider, offerings, nodes, places, items, node_sets, locators, marks)
  select tool_id, cluster_id, provider, array_agg(offering_id order by offering_id),
    array_agg(nodes), array_agg(1), array_agg(document order by offering_id), array_agg('n[0001-0050]'::text),
    array_agg(''::text), array_agg(''::text)
  from entry join (select cluster_id, count(*)::int as nodes from node group by cluster_id) as counted using (cluster_id)
  group by tool_id, cluster_id, provider`;

const NUMBERS = `insert into cluster_provider (cluster_id, provider, offerings, best)
  select cluster_id, provider, sum(offerings), count(*) filter (where provider = best) from (
    select cluster_id, provider, cardinality(offerings) as offerings, min(provider) over (partition by cluster_id, tool_id) as best
    from cluster_tool) as held group by cluster_id, provider`;
