import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tree } from '../../server/facets/modules/schema.ts';
import { find } from '../../server/query/find.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree, treeFacts } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test.each([
  ['x86_64 lmod 8.7 x86-64-v3 rhel-9 as audit', 'audit'],
  // Of an agent that does not tell its account.
  ['x86_64 lmod 8.7', ''],
])('who saw it restricted, by the key %j', async (key, seenBy) => {
  const cluster = await Cluster.make(database.db, 1);
  const facts = Tree.parse(treeFacts(['vasp/6.4', 'gcc/13']));
  for (const module of facts.modules) if (module.fullName === 'vasp/6.4') module.restricted = 'unreadable';
  const evidence = { name: 'spider', parts: [{ name: 'spider', bytes: Buffer.from(key) }] };
  const root = tree([], { key, items: [{ path: '', facts, evidence }] });
  await cluster.sweep([{ modules: reading({ roots: [root] }) }]);
  const found = async (tool: string) => {
    const filter = { tool, version: '', site: '', cluster: '', provider: '', limit: 9, after: '' } as const;
    const { items } = await find(database.db, filter);
    return items.map((one) => [one.restricted, one.seenBy]);
  };
  expect(await found('vasp')).toContainEqual(['unreadable', seenBy]);
  // What anybody can use is seen by anybody.
  expect((await found('gcc')).every(([restricted, by]) => restricted === '' && by === '')).toBe(true);
});
