import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModuleLoad } from '../../server/facets/facet.ts';
import { find } from '../../server/query/find.ts';
import { loadTests, wantedLoads } from '../../server/store/moduleLoads.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const failing: ModuleLoad = { fullName: 'tool/2', outcome: 'fails', message: 'no licence server' };

async function failures(tool: string): Promise<string[]> {
  const filter = { tool, version: '', site: '', cluster: '', provider: '', limit: 9, after: '' } as const;
  return (await find(database.db, filter)).items.map((one) => one.broken);
}

test('what fails is told with the offering until it loads again, where the settings ask for tests', async () => {
  const one = await Cluster.make(database.db, 2);
  const [first = 0, second = 0] = one.nodes;
  const visit = (loads?: ModuleLoad[]) => ({
    modules: reading({ roots: [tree(['tool/1', 'tool/2', 'other/1', '-x/1'], loads ? { loads } : {})] }),
  });
  await one.sweep([visit(), visit()]);
  const on = (value: string) =>
    database.db.query('update node set settings = $1 where id = $2', [value, first]);
  await on('{"loadTests": true}');
  // Of each name the default, those first that were never tested, and no option.
  const wanted = async () => (await wantedLoads(database.db, [first])).get(first) ?? [];
  expect((await wanted()).sort()).toEqual(['/apps/modules\t-\tother/1', '/apps/modules\t-\ttool/2']);
  expect((await loadTests(database.db, [first])).map((test) => test.outcome)).toEqual([
    'untested',
    'untested',
  ]);
  await one.sweep([visit([failing]), visit()]);
  expect((await loadTests(database.db, [first])).map(({ fullName, outcome }) => [fullName, outcome])).toEqual(
    [
      ['tool/2', 'fails'],
      ['other/1', 'untested'],
    ],
  );
  expect(await wanted()).toEqual(['/apps/modules\t-\tother/1', '/apps/modules\t-\ttool/2']);
  const bad = 'does not load on cpu1: no licence server';
  expect((await failures('tool')).sort()).toEqual(['', bad]);

  // Nothing was tested, on this node or at all: what is known stands.
  await one.sweep([visit(), visit()]);
  await one.sweep([visit([{ ...failing, fullName: 'other/1', outcome: 'loads', message: '' }]), visit()]);
  expect(await failures('tool')).toContain(bad);
  await one.sweep([visit([{ ...failing, outcome: 'timeout', message: 'too slow' }]), visit()]);
  expect(await failures('tool')).toContain('does not load in time on cpu1: too slow');

  await on('{}');
  expect(await failures('tool')).toEqual(['', '']);
  await on('{"loadTests": true}');
  await one.sweep([visit([{ ...failing, outcome: 'loads', message: '' }]), visit()]);
  expect(await failures('tool')).toEqual(['', '']);
  expect((await wantedLoads(database.db, [])).size + second).toBe(second);
});
