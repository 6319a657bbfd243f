import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFrom, installation } from '../../server/config.ts';
import type { FacetReading } from '../../server/facets/facet.ts';
import { tiersOf } from '../../server/query/tiers.ts';
import { makeReport } from '../../server/reports/make.ts';
import { clusterOf, visitOf } from '../compare/sites.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LOCAL, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';
import { figuresOf } from '../reports/parts.ts';

/**
 * What lies in images that somebody can write to. harbour/tide: samtools and bwa so, bwa as a module too, star in a fixed image.
 * alpine/gentian: samtools so as well.
 */
let database: TestDatabase;
let service: Service;

const evidence = (name: string) => ({ name, parts: [{ name, bytes: Buffer.from(name) }] });

const folder = (images: [name: string, writable: boolean][]): FacetReading => {
  const root = tree([], { kind: 'folder', path: '/img', key: '', mount: LOCAL });
  const items = images.map(([name, writable]) => ({
    path: name,
    facts: {
      ...{ kind: 'images.sandbox', name, marker: 'singularity.d', architecture: 'amd64', writable },
      ...{ configDigest: '', definition: null, labels: [] },
    },
    evidence: evidence(`${name} ${writable}`),
  }));
  return reading({ roots: [{ ...root, items }] });
};

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  const harbour = await clusterOf(database.db, 'harbour/tide', 1);
  const images = folder([
    ['samtools_1.17', true],
    ['bwa_0.7.17', true],
    ['star_2.7.10b', false],
  ]);
  await harbour.sweep([{ ...visitOf({ modules: ['bwa/0.7.17'] }), images }]);
  const alpine = await clusterOf(database.db, 'alpine/gentian', 1);
  await alpine.sweep([{ images: folder([['samtools_1.17', true]]) }]);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const HARBOUR = { '1a': 1, '1b': 0, '2': 0, '3': 1, '4': 1 };

test('such a tool is of the last tier wherever tiers are counted, unless it is there otherwise', async () => {
  const { db } = database;
  const { all, sites } = await tiersOf(db, { site: '', cluster: '' });
  expect(all).toEqual(HARBOUR);
  expect(sites).toEqual([
    ['alpine', { '1a': 0, '1b': 0, '2': 0, '3': 0, '4': 1 }],
    ['harbour', HARBOUR],
  ]);
  const clusters = await service.get('/clusters');
  expect(clusters.items.map(({ name, tiers }: { name: string; tiers: object }) => [name, tiers])).toEqual([
    ['gentian', { '1a': 0, '1b': 0, '2': 0, '3': 0, '4': 1 }],
    ['tide', HARBOUR],
  ]);
  // It is told as what it is, and no other form is made up for it.
  expect(clusters.items.map(({ offerings }: { offerings: object }) => offerings)).toEqual([
    { apptainer: 1 },
    { apptainer: 3, module: 1 },
  ]);
  const tools = async (best: string) =>
    (await service.get(`/tools?best=${best}`)).items.map(({ tool }: { tool: string }) => tool);
  expect([await tools('1a'), await tools('3'), await tools('4')]).toEqual([['star'], ['bwa'], ['samtools']]);
});

test('reports count them so, of everything and of some nodes', async () => {
  const period = {
    from: new Date(Date.now() - 86_400_000),
    to: new Date(Date.now() + 1000),
    timeZone: 'UTC',
  };
  for (const scope of ['', 'harbour/tide/cpu1']) {
    const { report } = await makeReport({ db: database.db, config: configFrom({}) }, { scope, ...period });
    expect(figuresOf(report), scope).toMatchObject({ 'tier-1a': 1, 'tier-3': 1, 'tier-4': 1 });
  }
});

test('rows of older versions are counted so after the migration', async () => {
  const { db } = database;
  const rows = async (table: string, order: string) =>
    (await db.query(`select * from ${table} order by ${order}`)).rows;
  const state = async () => [
    await rows('cluster_tool', 'tool_id, cluster_id, provider'),
    await rows('cluster_provider', 'cluster_id, provider'),
  ];
  const after = await state();
  await db.query('alter table cluster_tool drop column writable');
  // As they were counted before: by the form alone.
  await db.query('delete from cluster_provider where offerings = 0');
  await db.query(`update cluster_provider as held set best = (select count(*) from (
      select min(provider) as best from cluster_tool where cluster_id = held.cluster_id group by tool_id) as one
    where one.best = held.provider)`);
  expect((await rows('cluster_provider', 'cluster_id, provider')).map(({ best }) => best)).toEqual([3, 0, 1]);
  const path = join(installation, 'prisma/migrations/20261128193000_writable_tools/migration.sql');
  await db.query(readFileSync(path, 'utf8'));
  expect(await state()).toEqual(after);
});
