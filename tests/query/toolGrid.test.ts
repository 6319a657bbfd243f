import { afterAll, beforeAll, expect, test } from 'vitest';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { toolHistory } from '../../server/query/toolHistory.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree, treeFacts } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

let database: TestDatabase;
let service: Service;

/** `samtools/1.17*` is marked as the default. */
const modules = (...names: string[]) => {
  const own = names.map((name) => ({
    ...namedModule(name.replace('*', '')),
    default: name.endsWith('*') ? ('marked' as const) : ('' as const),
  }));
  const evidence = { name: 'spider', parts: [{ name: 'spider', bytes: Buffer.from(names.join()) }] };
  const facts = { ...treeFacts([]), modules: own };
  return { modules: reading({ roots: [tree([], { items: [{ path: '', facts, evidence }] })] }) };
};

const START = Date.UTC(2026, 9, 1);
const hour = (at: number) => new Date(START + at * 3_600_000).toISOString();
/** What stands beside it changes now and then. */
const others = ['gcc/12.2.0', 'gcc/13.2.0', 'bwa/0.7.17', 'hmmer/3.4', 'R/4.3.1', 'julia/1.10'];

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const one = await Cluster.make(db, 1, 'one', START);
  await one.sweep([modules('samtools/1.17*', ...others)]);
  await one.sweep([modules('samtools/1.17', 'samtools/1.19.2*', ...others)]);
  await one.sweep([modules('samtools/1.17', 'samtools/1.19.2*', 'bedtools/2.31.0', ...others)]);
  const two = await Cluster.make(db, 1, 'two', START);
  await two.sweep([modules('samtools/1.17', 'samtools/1.9', ...others)]);
  await two.sweep([modules('samtools/1.9', ...others)]);
  await two.sweep([modules('samtools/1.17', 'samtools/1.9', ...others)]);
  const without = await Cluster.make(db, 1, 'without', START);
  await without.sweep([modules(...others)]);
  service = await startService(db);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

interface Told {
  version: string;
  cluster: string;
}
const cells = async (query = '') => {
  const { items } = await service.get(`/tools/samtools${query}`);
  return new Map<string, Record<string, unknown>>(
    items.map((one: Told) => [`${one.version} ${one.cluster}`, one]),
  );
};

test('a cell says since when its place holds the version, whatever else changed there', async () => {
  const found = await cells();
  expect([...found.keys()].sort()).toEqual(['1.17 one', '1.17 two', '1.19.2 one', '1.9 two']);
  const begin = (key: string) => [found.get(key)?.since, found.get(key)?.sinceAfter];
  // There when somebody looked first.
  expect(begin('1.17 one')).toEqual([hour(1), null]);
  // Two documents of the tree hold it; the first of them began then.
  expect(begin('1.19.2 one')).toEqual([hour(2), hour(1)]);
  // It was gone between.
  expect(begin('1.17 two')).toEqual([hour(3), hour(2)]);
  expect(begin('1.9 two')).toEqual([hour(1), null]);
});

test('the default of a tree is marked, and only that', async () => {
  const marked = [...(await cells())].filter(([, cell]) => cell.default === 'marked').map(([key]) => key);
  expect(marked).toEqual(['1.19.2 one']);
});

test('each cell is matched with the newest, or with a version at a place', async () => {
  const matchOf = async (query = '') =>
    Object.fromEntries([...(await cells(query))].map(([key, cell]) => [key, cell.match]));
  expect((await service.get('/tools/samtools')).reference).toEqual({
    version: '1.19.2',
    site: 'alpha',
    cluster: 'one',
  });
  expect(await matchOf()).toEqual({
    '1.19.2 one': 'identical',
    '1.17 one': 'other-version',
    '1.17 two': 'other-version',
    '1.9 two': 'other-version',
  });
  expect(await matchOf('?against=1.17&at=alpha/two')).toEqual({
    '1.19.2 one': 'other-version',
    '1.17 one': 'same-version',
    '1.17 two': 'identical',
    '1.9 two': 'other-version',
  });
  // As a whole site has it: its clusters are what the others are matched with.
  expect(await matchOf('?against=1.17&at=alpha&by=cluster')).toMatchObject({
    '1.17 one': 'identical',
    '1.17 two': 'identical',
  });
  const gone = await service.fetch('/tools/samtools?against=1.19.2&at=alpha/two');
  expect(gone.status).toBe(404);
  expect((await gone.json()).error).toMatchObject({
    message: 'samtools 1.19.2 was not seen at alpha/two',
    hint: 'There is: 1.17, 1.9',
  });
});

test('over time it is counted who had the newest version of then', async () => {
  const told = async (site = '') =>
    (
      await toolHistory(
        database.db,
        { tool: 'samtools', site, days: 90, points: 4 },
        new Date(START + 3.5 * 3_600_000),
      )
    ).map(({ at, newest, clusters, current, behind, versions }) =>
      [at.slice(11, 16), newest, clusters, current, behind, versions].join(' '),
    );
  expect(await told()).toEqual([
    // Nobody knows what was there before the first sweep: there it begins.
    '01:00 1.17 2 2 0 2',
    '02:15 1.19.2 2 1 1 3',
    '03:30 1.19.2 2 1 1 3',
  ]);
  const first = { tool: 'samtools', site: '', days: 90, points: 4 };
  expect(await toolHistory(database.db, first, new Date(START + 3_600_000))).toMatchObject([
    { at: new Date(START + 3_600_000).toISOString() },
  ]);
  // The same over HTTP, as a file.
  const csv = await (await service.fetch('/tools/samtools/history.csv?days=1&points=2')).text();
  expect(csv.split('\r\n')[0]).toBe('at,newest,clusters,current,behind,versions');
  await database.db.query(`update cluster set retired_at = $1 where name = 'two'`, [hour(3)]);
  try {
    expect(await told()).toEqual(['01:00 1.17 2 2 0 2', '02:15 1.19.2 2 1 1 3', '03:30 1.19.2 1 1 0 2']);
  } finally {
    await database.db.query(`update cluster set retired_at = null where name = 'two'`);
  }
});
