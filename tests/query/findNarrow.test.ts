import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FacetReading } from '../../server/facets/facet.ts';
import type { FindRow } from '../../server/routes/schemas/find.ts';
import { clusterOf, visitOf } from '../compare/sites.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LOCAL, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

let database: TestDatabase;
let service: Service;

const evidence = (name: string) => ({ name, parts: [{ name, bytes: Buffer.from(name) }] });
const told = (kind: string, facts: object): FacetReading =>
  reading({ node: { facts: { kind, ...facts }, evidence: evidence(JSON.stringify(facts)) } });
const cards = (...models: string[]) =>
  told('gpus.node', { gpus: models.map((model) => ({ model, count: 4 })) });
const machine = (architecture: string) => told('hardware.node', { architecture });
const partitions = (...list: [name: string, nodes: string[]][]): FacetReading => {
  const facts = {
    kind: 'scheduler.partitions',
    partitions: list.map(([name, nodes]) => ({ name, nodes })),
  };
  const root = tree([], { kind: 'scheduler', path: 'slurm', key: '', mount: LOCAL });
  const items = [{ path: 'partitions', facts, evidence: evidence('partitions') }];
  return reading({ roots: [{ ...root, items }] });
};

/** A folder of one unpacked image. */
const sandbox = (writable: boolean): FacetReading => {
  const facts = {
    kind: 'images.sandbox',
    name: 'samtools_1.17',
    marker: 'singularity.d',
    architecture: 'amd64',
    writable,
    configDigest: '',
    definition: null,
    labels: [],
  };
  const root = tree([], { kind: 'folder', path: '/img', key: '', mount: LOCAL });
  return reading({
    roots: [{ ...root, items: [{ path: 'samtools_1.17', facts, evidence: evidence(`box ${writable}`) }] }],
  });
};

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  // One has it on its GPU node alone, as a module; both nodes have it in an environment.
  const alpine = await clusterOf(database.db, 'alpine/gentian', 2);
  const everywhere = visitOf({ conda: ['samtools 1.17 h00cdaf9_0', 'samtools 1.18 h50ea8bc_0'] });
  const { modules: withIt } = visitOf({ modules: ['samtools/1.9'] });
  await alpine.sweep([
    {
      ...everywhere,
      hardware: machine('x86_64'),
      gpus: cards('NVIDIA A100-SXM4-80GB'),
      modules: withIt ?? reading(),
      scheduler: partitions(['gpu', ['cpu1']], ['main', ['cpu1', 'cpu2']]),
    },
    { ...everywhere, hardware: machine('x86_64'), gpus: cards() },
  ]);
  const harbour = await clusterOf(database.db, 'harbour/tide', 1);
  await harbour.sweep([
    { ...visitOf({ modules: ['samtools/1.17'] }), hardware: machine('aarch64'), images: sandbox(true) },
  ]);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

async function found(query: string): Promise<string[]> {
  const { items, total } = await service.get(`/find?tool=samtools&${query}`);
  expect(total).toBe(items.length);
  return items.map(({ cluster, provider, version }: FindRow) => `${cluster} ${provider} ${version}`);
}

const ENVIRONMENTS = ['gentian conda 1.18', 'gentian conda 1.17'];

test.each([
  [
    '',
    [
      'gentian conda 1.18',
      'gentian conda 1.17',
      'tide module 1.17',
      'tide apptainer 1.17',
      'gentian module 1.9',
    ],
  ],
  ['architecture=aarch64', ['tide module 1.17', 'tide apptainer 1.17']],
  ['architecture=X86_64', [...ENVIRONMENTS, 'gentian module 1.9']],
  ['gpu=a100', [...ENVIRONMENTS, 'gentian module 1.9']],
  ['gpu=H100', []],
  ['partition=gpu', [...ENVIRONMENTS, 'gentian module 1.9']],
  ['partition=gpu&architecture=aarch64', []],
  ['partition=none', []],
  // An image that somebody can write to is of the last tier.
  ['tier=1a', []],
  ['tier=4', ['tide apptainer 1.17']],
  ['tier=2', ENVIRONMENTS],
  ['tier=3', ['tide module 1.17', 'gentian module 1.9']],
  ['channel=conda-forge', ENVIRONMENTS],
  ['channel=bioconda', []],
  ['build=h00cdaf9_0', ['gentian conda 1.17']],
  ['tier=2&version=1.17', ['gentian conda 1.17']],
])('samtools with %j', async (query, rows) => {
  expect(await found(query)).toEqual(rows);
});

test('the versions beside the rows are those that are left', async () => {
  const { versions, match } = await service.get('/find?tool=samtools&architecture=aarch64&version=1.18');
  expect(versions.map(({ version }: { version: string }) => version)).toEqual(['1.17']);
  // As a module, since anybody can change the image that it has as well.
  expect(versions[0].places).toEqual([{ site: 'harbour', cluster: 'tide', tier: '3' }]);
  expect(match).toBe('closest');
});

test('a page of the narrowed rows goes on where it ended', async () => {
  const first = await service.get('/find?tool=samtools&gpu=a100&limit=2');
  const rest = await service.get(`/find?tool=samtools&gpu=a100&limit=2&after=${first.next}`);
  expect(first.total).toBe(3);
  expect([...first.items, ...rest.items]).toHaveLength(3);
  expect(rest.next).toBe(null);
});

test('what there is to choose from is what nodes are', async () => {
  expect(await service.get('/find/choices')).toEqual({
    architectures: ['aarch64', 'x86_64'],
    gpus: ['NVIDIA A100-SXM4-80GB'],
    partitions: ['gpu', 'main'],
  });
});

test('the command line narrows as the page does', async () => {
  const ran = await gazetteer(['find', 'samtools', '--gpu', 'A100', '--tier', '3', '--json'], {
    DATABASE_URL: database.url,
  });
  expect(JSON.parse(ran.out).items.map((row: FindRow) => `${row.cluster} ${row.version}`)).toEqual([
    'gentian 1.9',
  ]);
});
