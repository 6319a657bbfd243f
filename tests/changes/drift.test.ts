import { afterAll, beforeAll, expect, test } from 'vitest';
import { driftOf } from '../../server/changes/drift/drift.ts';
import { driftList, driftOverview } from '../../server/changes/drift/overview.ts';
import { refreshDrift } from '../../server/changes/drift/standing.ts';
import type { FacetReading } from '../../server/facets/facet.ts';
import type { DriftRow } from '../../server/routes/schemas/drift.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { absent, Cluster, failed, LOCAL, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const hour = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 3_600_000);

function node(kind: string, facts: object): FacetReading {
  const all = { kind, ...facts };
  const parts = [{ name: 'told', bytes: Buffer.from(JSON.stringify(all)) }];
  return reading({ node: { facts: all, evidence: { name: kind, parts } } });
}

const machine = (model: string, memoryBytes = 2 ** 38) =>
  node('hardware.node', {
    architecture: 'x86_64',
    vendor: 'AMD',
    model,
    sockets: 2,
    cores: 64,
    threads: 128,
    level: 'x86-64-v3',
    features: [],
    memoryBytes,
    numaNodes: 2,
  });
const linux = (release: string, newest = release, flags = ['avx', 'avx2']) =>
  node('kernel.node', {
    system: 'Linux',
    release,
    version: '#1 SMP',
    machine: 'x86_64',
    installed: [...new Set([release, newest])].map((one) => ({ release: one, image: true, modules: true })),
    newest,
    rebootPending: newest !== release,
    microcode: ['0x1'],
    flags,
  });
const runtimes = (...versions: string[]) =>
  node('runtimes.node', {
    runtimes: versions.map((version) => ({
      name: 'apptainer',
      version,
      release: '',
      path: '/usr/bin/apptainer',
      inPath: true,
      mode: 'setuid',
      serverVersion: '',
      server: '',
    })),
    nvidiaToolkit: '',
    dockerIsPodman: false,
  });

async function drift(cluster: Cluster, at: number, rollingDays = 7) {
  const found = await database.db.query<{ name: string }>('select name from cluster where id = $1', [
    cluster.id,
  ]);
  const place = { site: 'alpha', cluster: found.rows[0]?.name ?? '' };
  return driftOf(database.db, place, { rollingDays, now: hour(at) });
}
const words = (row: DriftRow) =>
  `${row.facet} ${row.fact}: ${row.majority} on ${row.majorityCount}, ${row.value} on ${row.nodes}`;

test('the majority and its outliers, since when, and which sweep saw it first', async () => {
  const cluster = await Cluster.make(database.db, 6);
  const of = (...releases: string[]) =>
    releases.map((release) => ({ hardware: machine('EPYC'), kernel: linux(release) }));
  await cluster.sweep(of('5.14-362', '5.14-362', '5.14-362', '5.14-362', '5.14-362', '5.14-362'));
  expect(await drift(cluster, 1)).toMatchObject({
    items: [],
    outliers: 0,
    peers: [{ nodeCount: 6, outliers: 0 }],
  });
  await cluster.sweep(of('5.14-427', '5.14-427', '5.14-362', '5.14-362', '5.14-362', '5.14-362'));
  await cluster.sweep(of('5.14-427', '5.14-427', '5.14-427', '5.14-427', '5.14-362', '5.14-362'));
  const told = await drift(cluster, 3);
  const release = told.items.find(({ fact }) => fact === 'release');
  expect(told.items.map(({ fact }) => fact).sort()).toEqual(['installed', 'newest', 'release']);
  expect(release && words(release)).toBe('kernel release: 5.14-427 on 4, 5.14-362 on cpu[5-6]');
  // The two have it since the first sweep; the split began when others moved on, between the first and the second.
  expect(release).toMatchObject({
    since: hour(1).toISOString(),
    sinceAfter: null,
    splitSince: hour(2).toISOString(),
    confirmedAt: hour(3).toISOString(),
    status: 'rolling',
    peers: 'compute',
    peerCount: 6,
  });
  const sweeps = await database.db.query<{ id: number }>(
    'select id from sweep where cluster_id = $1 order by id',
    [cluster.id],
  );
  expect(release?.sweep).toBe(sweeps.rows[0]?.id);
  expect(release?.document).toMatch(/^[0-9a-f]{64}$/);
  expect(release?.document).not.toBe(release?.majorityDocument);
  expect(told).toMatchObject({ outliers: 2, peers: [{ nodeCount: 6, outliers: 2 }] });
  // A week later it is no update under way any more.
  expect((await drift(cluster, 3 + 8 * 24)).items.map(({ status }) => status)).toEqual([
    'drift',
    'drift',
    'drift',
  ]);
  expect((await drift(cluster, 3, 1)).items[0]?.status).toBe('rolling');
});

test('another change of the same document does not make a fact younger', async () => {
  const cluster = await Cluster.make(database.db, 3);
  const with362 = (flags: string[]) => ({
    hardware: machine('EPYC'),
    kernel: linux('5.14-362', '5.14-362', flags),
  });
  const with427 = { hardware: machine('EPYC'), kernel: linux('5.14-427', '5.14-427', ['avx']) };
  await cluster.sweep([with427, with427, with362(['avx'])]);
  await cluster.sweep([with427, with427, with362(['avx', 'avx512'])]);
  const { items } = await drift(cluster, 2);
  expect(items.find(({ fact }) => fact === 'release')).toMatchObject({
    nodes: 'cpu3',
    since: hour(1).toISOString(),
  });
  const flags = items.find(({ fact }) => fact === 'flags');
  expect(flags).toMatchObject({
    majority: '',
    value: 'avx512',
    since: hour(2).toISOString(),
    sinceAfter: hour(1).toISOString(),
  });
});

test('nodes of other hardware or another role are no outliers of each other, unless an administrator says so', async () => {
  const cluster = await Cluster.make(database.db, 5);
  const { db } = database;
  await db.query(`update node set role = 'login' where id = $1`, [cluster.nodes[4]]);
  const cpu = { hardware: machine('EPYC'), kernel: linux('5.14-427') };
  const gpu = { hardware: machine('Grace', 2 ** 39), kernel: linux('6.5-64k') };
  const login = { hardware: machine('EPYC'), kernel: linux('4.18') };
  await cluster.sweep([cpu, cpu, gpu, gpu, login]);
  const told = await drift(cluster, 1);
  expect(told.items).toEqual([]);
  expect(told.peers.map(({ peers, nodes }) => [peers, nodes])).toEqual([
    ['compute', 'cpu[1-2]'],
    ['compute', 'cpu[3-4]'],
    ['login', 'cpu5'],
  ]);
  await db.query(`update node set settings = settings || '{"peers": "all"}' where cluster_id = $1`, [
    cluster.id,
  ]);
  const named = await drift(cluster, 1);
  expect(named.peers).toMatchObject([{ peers: 'all', named: true, nodeCount: 5, outliers: 3 }]);
  expect(named.items.map(words)).toContain('hardware model: EPYC on 3, Grace on cpu[3-4]');
  expect(named.items.map(words)).toContain('kernel release: 5.14-427 on 2, 4.18 on cpu5');
});

test('what is not known makes no outlier, what is positively absent does', async () => {
  const cluster = await Cluster.make(database.db, 5);
  const hardware = machine('EPYC');
  const [with12, none] = [runtimes('1.2.5'), runtimes()];
  await cluster.sweep([
    { hardware, runtimes: with12 },
    { hardware, runtimes: with12 },
    { hardware, runtimes: failed('timeout') },
    { hardware, runtimes: absent() },
    { hardware, runtimes: none },
  ]);
  const { items } = await drift(cluster, 1);
  expect(items.map((row) => `${words(row)}, unknown ${row.unknownNodes}`)).toEqual([
    'runtimes : present on 3, absent on cpu4, unknown cpu3',
    'runtimes apptainer /usr/bin/apptainer: there on 2, not there on cpu5, unknown cpu3',
  ]);
  // A failure keeps what was known: nobody becomes an outlier by it.
  const broken = { hardware: failed('timeout'), runtimes: failed('timeout') };
  await cluster.sweep([broken, broken, broken, broken, broken]);
  const later = await drift(cluster, 2);
  expect(later.items.map(words)).toEqual(items.map(words));
  expect(later.items[0]?.confirmedAt).toBe(hour(1).toISOString());
});

test('nodes without known hardware have no peers, and say so', async () => {
  const cluster = await Cluster.make(database.db, 3);
  await cluster.sweep([
    { hardware: machine('EPYC'), kernel: linux('5.14') },
    { hardware: failed('timeout'), kernel: linux('6.1') },
    {},
  ]);
  expect(await drift(cluster, 1)).toMatchObject({
    items: [],
    unknown: 'cpu[2-3]',
    peers: [{ nodes: 'cpu1' }],
  });
});

test('a newer kernel that is installed and does not run is pending, also where all are alike', async () => {
  const cluster = await Cluster.make(database.db, 4);
  const hardware = machine('EPYC');
  const [old, waits, runs] = [linux('5.14-362'), linux('5.14-362', '5.14-427'), linux('5.14-427')];
  await cluster.sweep([
    { hardware, kernel: old },
    { hardware, kernel: old },
    { hardware, kernel: old },
    { hardware, kernel: old },
  ]);
  expect((await drift(cluster, 1)).reboots).toEqual([]);
  await cluster.sweep([
    { hardware, kernel: waits },
    { hardware, kernel: waits },
    { hardware, kernel: waits },
    { hardware, kernel: waits },
  ]);
  const all = await drift(cluster, 2);
  expect(all).toMatchObject({
    items: [],
    reboots: [
      {
        nodes: 'cpu[1-4]',
        running: '5.14-362',
        newest: '5.14-427',
        since: hour(2).toISOString(),
        sinceAfter: hour(1).toISOString(),
      },
    ],
  });
  await cluster.sweep([
    { hardware, kernel: runs },
    { hardware, kernel: runs },
    { hardware, kernel: runs },
    { hardware, kernel: waits },
  ]);
  const one = await drift(cluster, 3 + 30 * 24);
  expect(one.reboots).toMatchObject([{ nodes: 'cpu4', since: hour(2).toISOString() }]);
  expect(one.items.find(({ fact }) => fact === 'release')).toMatchObject({
    nodes: 'cpu4',
    status: 'reboot-pending',
  });
});

test('a value that a document does not know is no other value, and a side waits only where all of it do', async () => {
  const cluster = await Cluster.make(database.db, 6);
  const hardware = machine('EPYC');
  const [runs, waits, image] = [linux('5.14-427'), linux('5.14-362', '5.14-427'), linux('', '')];
  const stays = linux('5.14-362');
  await cluster.sweep([runs, runs, runs, waits, stays, image].map((kernel) => ({ hardware, kernel })));
  const { items } = await drift(cluster, 1);
  const release = items.find(({ fact }) => fact === 'release');
  expect(release).toMatchObject({ nodes: 'cpu[4-5]', unknownNodes: 'cpu6', status: 'rolling' });
  expect(items.filter(({ fact }) => fact === 'release')).toHaveLength(1);
});

test("a node that was taken out of service is nobody's peer", async () => {
  const cluster = await Cluster.make(database.db, 3);
  const hardware = machine('EPYC');
  await cluster.sweep(['5.14', '5.14', '4.18'].map((release) => ({ hardware, kernel: linux(release) })));
  expect((await drift(cluster, 1)).outliers).toBe(1);
  await database.db.query('update node set retired_at = now() where id = $1', [cluster.nodes[2]]);
  expect(await drift(cluster, 1)).toMatchObject({ outliers: 0, items: [], peers: [{ nodes: 'cpu[1-2]' }] });
});

test('places that some do not see, or that hold something else', async () => {
  const cluster = await Cluster.make(database.db, 4);
  const at = (path: string, ...names: string[]) => tree(names, { path, mount: LOCAL });
  const hardware = machine('EPYC');
  const seen = (...roots: ReturnType<typeof at>[]) => ({ hardware, modules: reading({ roots }) });
  const both = seen(at('/opt/a', 'samtools/1.17'), at('/opt/b', 'bwa/0.7'));
  await cluster.sweep([
    both,
    both,
    seen(at('/opt/a', 'samtools/1.17')),
    seen(at('/opt/a', 'samtools/1.19'), at('/opt/b', 'bwa/0.7')),
  ]);
  const { items } = await drift(cluster, 1);
  expect(
    items.map(({ fact, majorityCount, value, nodes }) => [
      fact,
      majorityCount,
      value.replace(/content .*/, ''),
      nodes,
    ]),
  ).toEqual([
    ['/opt/a', 3, '1 offering, ', 'cpu4'],
    ['/opt/b', 3, 'not there', 'cpu3'],
  ]);
});

test('a cluster that is not there says what is like it', async () => {
  await Cluster.make(database.db, 1, 'drifting');
  await expect(
    driftOf(database.db, { site: 'alpha', cluster: 'driftin' }, { rollingDays: 7, now: hour(1) }),
  ).rejects.toMatchObject({
    hint: 'Did you mean alpha/drifting?',
  });
});

test('every cluster in numbers, which count what its own answer lists, page by page', async () => {
  const { db } = database;
  const site = await db.prisma.site.create({ data: { name: 'beta' } });
  const of = (release: string, newest = release) => ({
    hardware: machine('EPYC'),
    kernel: linux(release, newest),
  });
  const made = async (name: string, visits: Partial<Record<'hardware' | 'kernel', FacetReading>>[]) => {
    const cluster = await Cluster.make(db, visits.length, name);
    await db.query('update cluster set site_id = $1 where id = $2', [site.id, cluster.id]);
    await cluster.sweep(visits);
    return cluster;
  };
  await made('split', [
    of('5.14-427'),
    of('5.14-427'),
    of('5.14-427'),
    of('5.14-362', '5.14-427'),
    { kernel: linux('1') },
  ]);
  await made('Alike', [of('5.14-427'), of('5.14-427')]);
  await made('empty', []);
  const gone = await made('gone', [of('1'), of('2')]);
  await db.query('update cluster set retired_at = now() where id = $1', [gone.id]);
  const settings = { rollingDays: 7, now: hour(2) };
  const all = await driftOverview(db, { site: 'beta', limit: 100, after: '' }, settings);
  expect(all).toMatchObject({ total: 3, next: null });
  expect(all.items.map(({ cluster, nodes, outliers }) => [cluster, nodes, outliers])).toEqual([
    ['Alike', 2, 0],
    ['empty', 0, 0],
    ['split', 5, 1],
  ]);
  const own = await driftOf(db, { site: 'beta', cluster: 'split' }, settings);
  const count = (status: string) => own.items.filter((row) => row.status === status).length;
  expect(all.items[2]).toEqual({
    site: 'beta',
    cluster: 'split',
    nodes: 5,
    withoutPeers: 1,
    outliers: 1,
    differences: own.items.length,
    drift: count('drift'),
    rolling: 0,
    rebootPending: count('reboot-pending'),
    waiting: 1,
    oldest: hour(1).toISOString(),
    newest: hour(1).toISOString(),
    confirmedAt: hour(1).toISOString(),
  });
  expect(own.items.length).toBeGreaterThan(0);
  expect(all.items[0]).toMatchObject({ differences: 0, oldest: null, newest: null, confirmedAt: null });
  const pages: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof driftOverview>> = await driftOverview(
      db,
      { site: 'beta', limit: 1, after },
      settings,
    );
    expect(page.total).toBe(3);
    pages.push(...page.items.map(({ cluster }) => cluster));
    after = page.next;
  }
  expect(pages).toEqual(['Alike', 'empty', 'split']);
  await expect(driftOverview(db, { site: 'bet', limit: 1, after: '' }, settings)).rejects.toThrow(
    'there is no site bet',
  );
});

test('lines can be had in the order of any column', async () => {
  const { db } = database;
  const settings = { rollingDays: 7, now: hour(2) };
  const all = (await driftOverview(db, { site: '', limit: 100, after: '' }, settings)).items;
  for (const column of Object.keys(driftList.columns)) {
    for (const sort of [column, `-${column}`]) {
      const { items } = await driftOverview(db, { site: '', sort, limit: 100, after: '' }, settings);
      expect(new Set(items)).toEqual(new Set(all));
      const cells = items.map((row) => Reflect.get(row, column) ?? '').filter((cell) => cell !== '');
      const rising = cells.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
      expect(cells, sort).toEqual(sort === column ? rising : rising.toReversed());
    }
  }
});

test('lines are worked out again where a visit was made or nodes are others, and not because time goes by', async () => {
  const { db } = database;
  const settings = { rollingDays: 7, now: hour(3) };
  const cluster = await Cluster.make(db, 3, 'moving');
  const kernels = (...releases: string[]) =>
    releases.map((release) => ({ hardware: machine('EPYC'), kernel: linux(release) }));
  const line = async (now: Date) => {
    const { items } = await driftOverview(db, { site: '', limit: 100, after: '' }, { rollingDays: 7, now });
    return items.find((one) => one.cluster === 'moving');
  };
  await cluster.sweep(kernels('5.14-427', '5.14-427', '5.14-427'));
  expect(await line(hour(2))).toMatchObject({ nodes: 3, differences: 0 });
  expect(await refreshDrift(db, settings)).toBe(0);
  await cluster.sweep(kernels('5.14-427', '5.14-427', '5.14-503'));
  expect(await refreshDrift(db, settings)).toBe(1);
  const soon = await line(hour(3));
  expect(soon).toMatchObject({ outliers: 1, drift: 0, rolling: soon?.differences });
  expect(soon?.differences).toBeGreaterThan(0);
  expect(await line(hour(24 * 8))).toMatchObject({ rolling: 0, drift: soon?.differences });
  expect(await refreshDrift(db, settings)).toBe(0);
  // The one that differs is expected to be like nobody any more.
  const moved = await db.query(
    `update node set role = 'login' where cluster_id = $1 and name = (select max(name) from node where cluster_id = $1)`,
    [cluster.id],
  );
  expect(moved.rowCount).toBe(1);
  expect(await line(hour(3))).toMatchObject({ nodes: 3, outliers: 0, differences: 0, oldest: null });
});
