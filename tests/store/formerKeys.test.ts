import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const OLD = 'x86_64 lmod 8.7';
const visit = (modules: string[], level = '') => ({
  modules: reading({
    roots: [tree(modules, level === '' ? {} : { key: `${OLD} ${level}`, formerKey: OLD })],
  }),
});

async function roots(cluster: Cluster): Promise<[string, string][]> {
  const found = await database.db.query<{ key: string; nodes: string }>(
    `select root.key, string_agg(node.name, ' ' order by node.name) as nodes
     from root join node_root on node_root.root_id = root.id and node_root.until is null
     join node on node.id = node_root.node_id where root.cluster_id = $1 group by root.id, root.key order by root.key`,
    [cluster.id],
  );
  return found.rows.map(({ key, nodes }) => [key, nodes]);
}

test('an agent that tells more makes no new place of a tree that shows the same', async () => {
  const one = await Cluster.make(database.db, 3);
  await one.sweep([visit(['a/1']), visit(['a/1'])]);
  const results = await one.sweep([visit(['a/1'], 'v3'), visit(['a/1'], 'v4')]);
  expect(results.map((result) => result.changed)).toEqual([0, 0]);
  expect(await roots(one)).toEqual([[OLD, 'cpu1 cpu2']]);
  // Nor does a node that is new.
  await one.sweep([visit(['a/1'], 'v3'), visit(['a/1'], 'v4'), visit(['a/1'], 'v4')]);
  expect(await roots(one)).toEqual([[OLD, 'cpu1 cpu2 cpu3']]);

  // One of them shows something else: a place of its own, and the others do not change with it.
  await one.sweep([visit(['a/1'], 'v3'), visit(['a/1', 'b/1'], 'v4'), visit(['a/1'], 'v3')]);
  expect(await roots(one)).toEqual([
    [OLD, 'cpu1 cpu3'],
    [`${OLD} v4`, 'cpu2'],
  ]);
  const again = await one.sweep([visit(['a/1'], 'v3'), visit(['a/1', 'b/1'], 'v4'), visit(['a/1'], 'v3')]);
  expect(again.map((result) => result.changed)).toEqual([0, 0, 0]);
});

test('what is new has its whole key, and stays apart', async () => {
  const one = await Cluster.make(database.db, 2);
  const both = () => [visit(['a/1'], 'v3'), visit(['a/1', 'b/1'], 'v4')];
  await one.sweep(both());
  expect((await roots(one)).map(([key]) => key)).toEqual([`${OLD} v3`, `${OLD} v4`]);
  expect((await one.sweep(both())).map((result) => result.changed)).toEqual([0, 0]);
});

test('a place that could not be read keeps its key', async () => {
  const one = await Cluster.make(database.db, 1);
  await one.sweep([visit(['a/1'])]);
  const failed = tree([], {
    outcome: 'failed',
    reason: 'timeout',
    items: [],
    key: `${OLD} v3`,
    formerKey: OLD,
  });
  await one.sweep([{ modules: reading({ roots: [failed] }) }]);
  expect(await roots(one)).toEqual([[OLD, 'cpu1']]);
  expect(await one.offered()).toEqual(['a 1']);
});
