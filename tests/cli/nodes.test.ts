import { afterAll, beforeAll, expect, test } from 'vitest';
import { HERE } from '../../server/collect/here.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
}, 60_000);
afterAll(() => database?.drop());

const list = (...args: string[]) => gazetteer(['nodes', 'list', ...args], { DATABASE_URL: database.url });

test('where there are no nodes yet, it says how they come', async () => {
  expect(await list()).toMatchObject({ code: 1, out: expect.stringContaining('gazetteer apply sites.yaml') });
  expect((await list('--json')).out).toBe('[]\n');
});

test('this machine is told apart from nodes that a sites file names', async () => {
  await Cluster.make(database.db, 1, 'hpc1');
  const { prisma } = database.db;
  const site = await prisma.site.create({ data: { name: HERE.site } });
  const cluster = await prisma.cluster.create({ data: { siteId: site.id, name: HERE.cluster } });
  await prisma.node.create({ data: { clusterId: cluster.id, name: 'desk', role: 'login' } });
  const { code, out } = await list();
  const from = out
    .split('\n')
    .map((line) => [line.split(' ')[0], / (this machine|sites file) /.exec(line)?.[1]]);
  expect(code).toBe(0);
  expect(Object.fromEntries(from)).toMatchObject({
    'here/this-machine/desk': 'this machine',
    'alpha/hpc1/cpu1': 'sites file',
  });
}, 30_000);
