import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { fileHashes, rememberFiles } from '../../server/store/moduleFiles.ts';
import { prune } from '../../server/store/prune/prune.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failedTree, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
}, 60_000);
afterAll(() => database?.drop());

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
/** A tree whose modulefiles hold these texts; null: of that one nothing was computed. */
const hashed = (files: Record<string, string | null>, more: object = {}) => ({
  modules: reading({
    roots: [
      tree(Object.keys(files), {
        files: Object.entries(files).flatMap(([fullName, text]) =>
          text === null ? [] : [{ fullName, sha256: hex(text) }],
        ),
        ...more,
      }),
    ],
  }),
});
const known = async (id: number, ...names: string[]) => {
  const hashes = await fileHashes(database.db, [id], names);
  return names.map((name) => hashes.get(name) ?? []);
};

test('stand beside the tree, are written when they are new, and stay when nobody computes them', async () => {
  const cluster = await Cluster.make(database.db, 1);
  await cluster.sweep([hashed({ 'GCC/12': 'a', 'bwa/1': 'b' })]);
  expect(await known(cluster.id, 'GCC/12', 'bwa/1', 'x/1')).toEqual([[hex('a')], [hex('b')], []]);
  const before = await database.counts();
  const rows = () => database.db.query('select xmin::text, * from module_file order by full_name');
  const stored = (await rows()).rows;
  await cluster.sweep([hashed({ 'GCC/12': 'a', 'bwa/1': 'b' })]);
  await cluster.sweep([hashed({ 'GCC/12': null, 'bwa/1': null })]);
  await cluster.sweep([{ modules: reading({ roots: [failedTree('permission')] }) }]);
  expect((await rows()).rows).toEqual(stored);
  const { sweep = 0, visit = 0 } = before;
  expect(await database.counts()).toMatchObject({
    ...before,
    sweep: sweep + 3,
    visit: visit + 3,
    reason: expect.any(Number),
  });
  const [result] = await cluster.sweep([hashed({ 'GCC/12': 'edited', 'bwa/1': 'b' })]);
  // A modulefile that was edited is no change of what the tree offers.
  expect(result?.changed).toBe(0);
  expect(await known(cluster.id, 'GCC/12', 'bwa/1')).toEqual([[hex('edited')], [hex('b')]]);
});

test('an older visit that comes later does not undo a newer one', async () => {
  const late = await Cluster.make(database.db, 1, 'late', Date.UTC(2026, 5, 1));
  await late.sweep([hashed({ 'GCC/12': 'new' })]);
  const [node = 0] = late.nodes;
  const readings = Object.entries(hashed({ 'GCC/12': 'old' })).map(([, one]) => ({
    facet: 'modules' as const,
    reading: one,
  }));
  await rememberFiles(database.db, { nodeId: node, startedAt: new Date(Date.UTC(2026, 4, 1)), readings });
  expect(await known(late.id, 'GCC/12')).toEqual([[hex('new')]]);
});

test('where nodes see other files under one path, all of them are told', async () => {
  const cluster = await Cluster.make(database.db, 2);
  await cluster.sweep([
    hashed({ 'GCC/12': 'x86' }),
    hashed({ 'GCC/12': 'arm' }, { key: 'aarch64 lmod 8.7' }),
  ]);
  expect(await known(cluster.id, 'GCC/12')).toEqual([[hex('x86'), hex('arm')].sort()]);
});

test('go with the module when its history is thinned away, and with the tree', async () => {
  const cluster = await Cluster.make(database.db, 1, 'gone', Date.UTC(2020, 0, 1));
  await cluster.sweep([hashed({ 'GCC/12': 'a', 'bwa/1': 'b', 'c/1': 'c', 'd/1': 'd', 'e/1': 'e' })]);
  await cluster.sweep([hashed({ 'GCC/12': 'a', 'c/1': 'c', 'd/1': 'd', 'e/1': 'e' })]);
  const { retention } = configFrom({});
  const { removed } = await prune(database.db, retention);
  expect(removed.moduleFiles).toBe(1);
  expect(await known(cluster.id, 'GCC/12', 'bwa/1')).toEqual([[hex('a')], []]);
});
