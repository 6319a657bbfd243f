import { afterAll, beforeAll, expect, test } from 'vitest';
import { listOtherBytes } from '../../server/query/compareBytes.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { clusterOf, visitOf } from './sites.ts';

/** More labels than anybody reads, each with other bytes at the other site. */
const MANY = Array.from({ length: 700 }, (_, at) => `1.${at}`);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const alpine = await clusterOf(database.db, 'alpine/edelweiss', 1);
  const harbour = await clusterOf(database.db, 'harbour/tide', 1);
  const meadow = await clusterOf(database.db, 'meadow/pond', 1);
  const numpy = (digest: string) => MANY.map((version) => `numpy ${version} py311_0 ${digest}`);
  await alpine.sweep([visitOf({ conda: [...numpy('a'), 'samtools 1.17 h1_0 a', 'samtools 1.9 h1_0 a'] })]);
  await harbour.sweep([visitOf({ conda: [...numpy('b'), 'samtools 1.17 h1_0 a', 'samtools 1.9 h2_0 b'] })]);
  await meadow.sweep([visitOf({ conda: ['samtools 1.17 h1_0 c', 'numpy 1.0 py311_0 a'] })]);
});
afterAll(() => database.drop());

test('one label with other bytes is told with the sites that have them, and nothing else is', async () => {
  const found = await listOtherBytes(database.db, 'samtools');
  expect(found.map(({ version, build, digest, sites }) => [version, build, digest, sites])).toEqual([
    ['1.17', 'h1_0', expect.stringMatching(/:a0+$/), ['alpine', 'harbour']],
    ['1.17', 'h1_0', expect.stringMatching(/:c0+$/), ['meadow']],
  ]);
});

test('all of them are told, the newest first, however many they are', async () => {
  const found = await listOtherBytes(database.db, 'numpy');
  expect(found.map(({ version }) => version)).toEqual(
    MANY.toReversed().flatMap((version) => [version, version]),
  );
  expect(found.at(-2)?.sites).toEqual(['alpine', 'meadow']);
});
