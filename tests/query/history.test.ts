import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClusterFacet } from '../../server/routes/schemas/clusterFacets.ts';
import type { HistoryRow } from '../../server/routes/schemas/history.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { absent, Cluster, failed, failedTree, kernel, LOCAL, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

let database: TestDatabase;
let service: Service;
let cluster: Cluster;
const path = '/clusters/alpha/hpc/history';

const hour = (at: number) => new Date(Date.UTC(2026, 0, 1, at)).toISOString();
const shared = (...modules: string[]) => tree(modules);
const own = (...modules: string[]) => tree(modules, { path: '/opt/modules', mount: LOCAL });
const at = (release: string, ...roots: ReturnType<typeof tree>[]) => ({
  kernel: kernel(release),
  modules: reading({ roots }),
});

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  cluster = await Cluster.make(database.db, 3, 'hpc');
  const first = [shared('gcc/12'), own('tools/1')];
  await cluster.sweep([at('5.1', ...first), at('5.1', ...first), at('5.1', ...first)]);
  // Hour 2: one node is updated. Hour 3: the next one, and the shared tree has one module more.
  await cluster.sweep([at('5.2', ...first), at('5.1', ...first), at('5.1', ...first)]);
  const more = [shared('gcc/12', 'gcc/13'), own('tools/1')];
  await cluster.sweep([at('5.2', ...more), at('5.2', ...more), at('5.1', ...more)]);
  // Hour 4: nothing can be read, which ends nothing.
  const lost = { kernel: failed('timeout'), modules: reading({ roots: [failedTree('permission')] }) };
  await cluster.sweep([lost, lost, lost]);
  // Hour 5: one node has no kernel to be told, and loses its own tree, which was looked for.
  const gone = tree([], { path: '/opt/modules', mount: LOCAL, outcome: 'absent', reason: 'gone', items: [] });
  const emptied = { kernel: absent(), modules: reading({ roots: [more[0] ?? gone, gone] }) };
  await cluster.sweep([at('5.2', ...more), at('5.2', ...more), emptied]);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const short = ({
  facet,
  root,
  nodes,
  since,
  sinceAfter,
  lastSince,
  until,
  untilAfter,
  before,
  gone,
}: HistoryRow) => ({
  what: `${facet} ${root}`.trim(),
  nodes,
  since: [sinceAfter, since],
  lastSince,
  until: [untilAfter, until],
  follows: before !== null,
  gone,
});

test('of a cluster, nodes on which one document followed another stand together', async () => {
  const { items, facets, from, total } = await service.get(path);
  expect(from).toBe(hour(1));
  expect(facets).toEqual([
    { facet: 'kernel', rows: 3 },
    { facet: 'modules', rows: 3 },
  ]);
  expect(total).toBe(6);
  const told = items.map(short);
  expect(told.filter(({ what }: { what: string }) => what === 'kernel')).toEqual([
    {
      what: 'kernel',
      nodes: 'cpu[1-2]',
      since: [hour(1), hour(2)],
      lastSince: hour(3),
      until: [null, null],
      follows: true,
      gone: false,
    },
    {
      what: 'kernel',
      nodes: 'cpu3',
      since: [null, hour(1)],
      lastSince: hour(1),
      // What could not be read at hour 4 ended nothing.
      until: [hour(3), hour(5)],
      follows: false,
      gone: true,
    },
    {
      what: 'kernel',
      nodes: 'cpu[1-2]',
      since: [null, hour(1)],
      lastSince: hour(1),
      until: [hour(2), hour(3)],
      follows: false,
      gone: false,
    },
  ]);
  // A shared tree is told once, however many nodes see it.
  expect(told.filter(({ what }: { what: string }) => what === 'modules /apps/modules')).toEqual([
    {
      what: 'modules /apps/modules',
      nodes: 'cpu[1-3]',
      since: [hour(2), hour(3)],
      lastSince: hour(3),
      until: [null, null],
      follows: true,
      gone: false,
    },
    {
      what: 'modules /apps/modules',
      nodes: 'cpu[1-3]',
      since: [null, hour(1)],
      lastSince: hour(1),
      until: [hour(2), hour(3)],
      follows: false,
      gone: false,
    },
  ]);
});

test('of a node, it is what the node saw', async () => {
  const [cpu1, , cpu3] = cluster.nodes;
  const first = await service.get(`/nodes/${cpu1}/history?facet=kernel`);
  expect(first.items.map(short)).toMatchObject([
    { nodes: 'cpu1', since: [hour(1), hour(2)], until: [null, null], follows: true },
    { nodes: 'cpu1', since: [null, hour(1)], until: [hour(1), hour(2)], follows: false },
  ]);
  expect(first.items[0].before).toBe(first.items[1].document);
  const third = await service.get(`/nodes/${cpu3}/history`);
  expect(third.items.map(short)).toMatchObject([
    { what: 'modules /apps/modules', since: [hour(2), hour(3)], until: [null, null], follows: true },
    { what: 'kernel', since: [null, hour(1)], until: [hour(3), hour(5)], gone: true },
    { what: 'modules /apps/modules', since: [null, hour(1)], until: [hour(2), hour(3)] },
    { what: 'modules /opt/modules', since: [null, hour(1)], until: [hour(3), hour(5)], gone: true },
  ]);
});

test('what never changed is told when it is asked for', async () => {
  const told = await service.get(`${path}?unchanged=yes`);
  expect(told.total).toBe(7);
  const extra = told.items.filter(({ root, gone }: HistoryRow) => root === '/opt/modules' && !gone);
  expect(extra.map(short)).toMatchObject([
    { nodes: 'cpu[1-2]', since: [null, hour(1)], until: [null, null] },
  ]);
});

test('pages are parts of the whole, and files hold all of it', async () => {
  const whole = await service.get(`${path}?unchanged=yes`);
  const rows: HistoryRow[] = [];
  for (let after = ''; ; ) {
    const page = await service.get(`${path}?unchanged=yes&limit=2&after=${encodeURIComponent(after)}`);
    rows.push(...page.items);
    if (page.next === null) break;
    after = page.next;
  }
  expect(rows).toEqual(whole.items);
  const csv = await (await service.fetch(`${path}.csv?unchanged=yes`)).text();
  expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + whole.total);
});

test('a cluster or node that is not there is said', async () => {
  expect((await service.fetch('/clusters/alpha/none/history')).status).toBe(404);
  expect((await service.fetch('/nodes/999999/history')).status).toBe(404);
  expect((await service.fetch(`${path}?after=bm9uZQ`)).status).toBe(400);
});

test('nodes that hold the same now stand together, each place with what it holds', async () => {
  const { items } = await service.get('/clusters/alpha/hpc/facets');
  const told = items.map((row: ClusterFacet) => [
    `${row.facet} ${row.root}`.trim(),
    row.nodes,
    row.nodeCount,
    row.shared,
    row.items,
    row.offerings,
    row.document !== null,
    row.confirmedAt,
  ]);
  expect(told).toEqual([
    ['kernel', 'cpu[1-2]', 2, false, 1, 0, true, hour(5)],
    ['modules /apps/modules', 'cpu[1-3]', 3, true, 1, 2, false, hour(5)],
    ['modules /opt/modules', 'cpu[1-2]', 2, false, 1, 1, false, hour(5)],
  ]);
  expect((await service.fetch('/clusters/alpha/none/facets')).status).toBe(404);
});
