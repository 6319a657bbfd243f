import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RootReading } from '../../server/facets/facet.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, NFS, reading } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

/** Environments by place: channel of each package, packages of pip, owner ('' where none was told). */
type Places = Record<string, { channels: string[]; pip?: string[]; owner?: string }>;

function installation(places: Places): RootReading {
  const bytes = (text: string) => [{ name: 'records', bytes: Buffer.from(text) }];
  const items = Object.entries(places).flatMap(([path, { channels, pip = [], owner }]) => {
    const packages = channels.map((channel, at) => ({
      name: `tool${at}`,
      version: '1.0',
      build: `h_${at}`,
      subdir: 'linux-64',
      channel,
      sha256: '',
      md5: '',
    }));
    const facts = {
      kind: 'conda.environment',
      python: '',
      packages,
      pip: pip.map((name) => ({ name, version: '1' })),
      unreadable: 0,
    };
    const made = {
      kind: 'conda.making',
      owner: owner ?? '',
      history: false,
      asked: [],
      pinned: [],
      channels: [],
      locks: [],
    };
    const own = { path, facts, evidence: { name: path, parts: bytes(JSON.stringify(facts)) } };
    const making = `${path === '.' ? '' : `${path}/`}conda-meta`;
    return owner === undefined
      ? [own]
      : [own, { path: making, facts: made, evidence: { name: making, parts: bytes(JSON.stringify(made)) } }];
  });
  return {
    kind: 'installation',
    path: '/opt/conda',
    mount: NFS,
    key: '',
    outcome: 'present',
    reason: '',
    message: '',
    items,
    unread: [],
  };
}

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  const [one, two] = [await Cluster.make(database.db, 2, 'one'), await Cluster.make(database.db, 1, 'two')];
  const conda = (places: Places) => ({ conda: reading({ roots: [installation(places)] }) });
  const shared = conda({
    '.': { channels: ['conda-forge', 'conda-forge'], owner: 'root' },
    'envs/old': { channels: ['pkgs/main', 'pkgs/main', 'conda-forge'], pip: ['x'], owner: 'eve' },
    'envs/odd': { channels: ['', 'bioconda'] },
  });
  await one.sweep([shared, shared]);
  // The same packages as envs/old of the other: one document, and an environment of its own.
  await two.sweep([
    conda({ 'envs/old': { channels: ['pkgs/main', 'pkgs/main', 'conda-forge'], pip: ['x'], owner: 'eve' } }),
  ]);
}, 60_000);

afterAll(async () => {
  await service?.close();
  await database?.drop();
});

interface Row {
  cluster: string;
  place: string;
  owner: string;
}

const list = async (query: string): Promise<string[]> =>
  (await service.get(`/fleet/conda${query}`)).items.map(({ cluster, place }: Row) => `${cluster}:${place}`);

test('an environment stands with its owner, its packages and where they came from', async () => {
  const { items, total } = await service.get('/fleet/conda');
  expect(total).toBe(4);
  expect(items).toMatchObject([
    { place: '/opt/conda', owner: 'root', packages: 2, channels: ['conda-forge'], defaults: 'no', nodes: 2 },
    { place: '/opt/conda/envs/odd', owner: '', channels: ['', 'bioconda'], defaults: 'unknown' },
    {
      place: '/opt/conda/envs/old',
      owner: 'eve',
      packages: 3,
      pip: 1,
      channels: ['pkgs/main', 'conda-forge'],
      defaults: 'yes',
    },
    { cluster: 'two', place: '/opt/conda/envs/old', nodes: 1 },
  ]);
  for (const { document, confirmedAt, since } of items) {
    expect(document).toMatch(/^[0-9a-f]{64}$/);
    expect(confirmedAt).toBe(since);
  }
});

test('filters are exact, and what has no name can be asked for', async () => {
  expect(await list('?only=defaults')).toEqual(['one:/opt/conda/envs/old', 'two:/opt/conda/envs/old']);
  expect(await list('?only=untold')).toEqual(['one:/opt/conda/envs/odd']);
  expect(await list('?only=without')).toEqual(['one:/opt/conda']);
  expect(await list('?channel=main')).toEqual([]);
  expect(await list('?channel=not-known')).toEqual(['one:/opt/conda/envs/odd']);
  expect(await list('?owner=not-known')).toEqual(['one:/opt/conda/envs/odd']);
  expect(await list('?q=ENVS/O&cluster=one')).toHaveLength(2);
});

test('pages go on where the one before ended', async () => {
  const first = await service.get('/fleet/conda?limit=3');
  const rest = await service.get(`/fleet/conda?limit=3&after=${first.next}`);
  expect(rest).toMatchObject({ total: 4, next: null, items: [{ cluster: 'two' }] });
});

test('lists are sorted by any of their columns, page by page', async () => {
  const pages = async (address: string) => {
    const rows: Record<string, unknown>[] = [];
    for (let after = ''; ; ) {
      const page = await service.get(`${address}&limit=2&after=${after}`);
      rows.push(...page.items);
      if (page.next === null) return rows;
      after = page.next;
    }
  };
  const told = async (address: string, ...names: string[]) =>
    (await pages(address)).map((row) => names.map((name) => row[name]).join(' '));
  expect(await told('/fleet/conda?sort=-packages', 'cluster', 'place', 'packages')).toEqual([
    'one /opt/conda/envs/old 3',
    'two /opt/conda/envs/old 3',
    'one /opt/conda 2',
    'one /opt/conda/envs/odd 2',
  ]);
  expect(await told('/fleet/conda?sort=defaults', 'defaults')).toEqual(['no', 'unknown', 'yes', 'yes']);
  expect(await told('/fleet/conda/owners?sort=-owner', 'owner')).toEqual(['root', 'eve', '']);
  expect(await told('/fleet/conda/clusters?sort=environments', 'cluster')).toEqual(['two', 'one']);
  const channels = await told('/fleet/conda/channels?sort=-packages', 'packages');
  expect(channels).toEqual(channels.toSorted((a, b) => Number(b) - Number(a)));
  expect(channels).toHaveLength(6);
});

test('numbers of clusters, channels and owners are those of the rows that they lead to', async () => {
  const clusters = (await service.get('/fleet/conda/clusters')).items;
  expect(clusters).toMatchObject([
    {
      cluster: 'one',
      environments: 3,
      different: 3,
      defaults: 1,
      untold: 1,
      owners: 2,
      median: 2,
      largest: 4,
    },
    {
      cluster: 'two',
      environments: 1,
      different: 1,
      defaults: 1,
      untold: 0,
      owners: 1,
      median: 4,
      largest: 4,
    },
  ]);
  for (const { site, cluster, environments, defaults, untold } of clusters) {
    const at = `site=${site}&cluster=${cluster}`;
    expect((await list(`?${at}`)).length).toBe(environments);
    expect((await list(`?${at}&only=defaults`)).length).toBe(defaults);
    expect((await list(`?${at}&only=untold`)).length).toBe(untold);
  }
  const channels = (await service.get('/fleet/conda/channels')).items;
  expect(channels).toHaveLength(6);
  for (const { cluster, channel, environments } of channels) {
    const asked = channel === '' ? 'not-known' : encodeURIComponent(channel);
    expect((await list(`?cluster=${cluster}&channel=${asked}`)).length).toBe(environments);
  }
  expect(channels.find((row: { channel: string }) => row.channel === 'pkgs/main')).toMatchObject({
    defaults: true,
    packages: 2,
  });
  const owners = (await service.get('/fleet/conda/owners')).items;
  expect(owners).toMatchObject([
    { owner: 'eve', environments: 2, clusters: 2, packages: 8, defaults: 2 },
    { owner: '', environments: 1, clusters: 1, packages: 2, defaults: 0 },
    { owner: 'root', environments: 1, clusters: 1, packages: 2, defaults: 0 },
  ]);
});

test('files have the rows of the page', async () => {
  const csv = await (await service.fetch('/fleet/conda.csv?only=defaults')).text();
  expect(csv.trim().split('\r\n')).toHaveLength(3);
});
