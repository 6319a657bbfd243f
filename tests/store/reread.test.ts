import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { shippedNames, useNames } from '../../server/names/current.ts';
import { parseOwnTables } from '../../server/names/own-tables.ts';
import { find } from '../../server/query/find.ts';
import { rereadOfferings } from '../../server/store/reread.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(() => useNames(shippedNames));
afterAll(() => database.drop());

const anything = { version: '', site: '', cluster: '', provider: '', limit: 100, after: '' } as const;
const versions = async (tool: string) => {
  const answer = await find(database.db, { ...anything, tool });
  return { tool: answer.tool, label: answer.label, have: answer.items.map((one) => one.version).sort() };
};

function own(text: string): void {
  const result = parseOwnTables(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  useNames(result.tables.names);
}

async function rows(table: string): Promise<unknown[]> {
  const found = await database.db.query(`select * from ${table} order by 1, 2, 3`);
  return found.rows;
}

test('what is stored is named anew when the own table changes, and find and its rollup agree', async () => {
  const one = await Cluster.make(database.db, 2);
  const modules = ['acme-suite/1.0', 'acmesuite/2.0', 'samtools/1.17'];
  const found = { modules: reading({ roots: [tree(modules)] }) };
  await one.sweep([found, found]);
  await rereadOfferings(database.db);
  expect(await versions('acme-suite')).toMatchObject({ tool: 'acme-suite', have: ['1.0'] });
  const before = await rows('root_item');
  const roots = await rows('root');

  own('aliases: [{ name: acmesuite, tool: acme-suite, label: ACME Suite }]');
  expect(await rereadOfferings(database.db)).toBeGreaterThan(0);
  expect(await versions('acme-suite')).toEqual({
    tool: 'acme-suite',
    label: 'ACME Suite',
    have: ['1.0', '2.0'],
  });
  expect((await versions('acmesuite')).have).toEqual(['1.0', '2.0']);
  // The load line is still the module's own.
  const answer = await find(database.db, { ...anything, tool: 'acme-suite', version: '2.0' });
  expect(answer.items[0]?.load).toContain('acmesuite/2.0');

  // No interval and no root changed, and a rollup from nothing is the same.
  expect(await rows('root_item')).toEqual(before);
  expect(await rows('root')).toEqual(roots);
  const rollup = await rows('cluster_tool');
  const numbers = await rows('cluster_provider');
  const clusters = await database.db.query<{ id: number }>('select id from cluster');
  for (const { id } of clusters.rows) await refreshRollup(database.db, id, null);
  expect(await rows('cluster_tool')).toEqual(rollup);
  expect(await rows('cluster_provider')).toEqual(numbers);

  // The same tables again: nothing is read.
  expect(await rereadOfferings(database.db)).toBe(0);
  // A sweep that finds the same finds nothing new.
  const again = await one.sweep([found, found]);
  expect(again.map((result) => result.changed)).toEqual([0, 0]);

  // A key that other rules made is made anew.
  await database.db.query("update version set sort_key = 'old' where text = '1.17'");

  // Without the line all is as it was.
  useNames(shippedNames);
  expect(await rereadOfferings(database.db)).toBeGreaterThan(0);
  expect(await versions('acme-suite')).toMatchObject({ have: ['1.0'] });
  expect(await versions('acmesuite')).toMatchObject({ tool: 'acmesuite', have: ['2.0'] });
  const keys = await database.db.query("select from version where text = '1.17' and sort_key <> 'old'");
  expect(keys.rows).toHaveLength(1);
});

test('a document that is stored under other tables is named by them', async () => {
  const one = await Cluster.make(database.db, 1);
  own('aliases: [{ name: zeta-tools, tool: zeta }]');
  await rereadOfferings(database.db);
  await one.sweep([{ modules: reading({ roots: [tree(['zeta-tools/3.1'])] }) }]);
  expect(await versions('zeta')).toMatchObject({ tool: 'zeta', have: ['3.1'] });
  useNames(shippedNames);
  await rereadOfferings(database.db);
  expect(await versions('zeta-tools')).toMatchObject({ tool: 'zeta-tools', have: ['3.1'] });
});

test('what another process stored under the tables before is found by the next start', async () => {
  const one = await Cluster.make(database.db, 1);
  own('aliases: [{ name: eta-tools, tool: eta }]');
  await rereadOfferings(database.db);
  useNames(shippedNames);
  await one.sweep([{ modules: reading({ roots: [tree(['eta-tools/1.0'])] }) }]);
  own('aliases: [{ name: eta-tools, tool: eta }]');
  expect(await rereadOfferings(database.db)).toBeGreaterThan(0);
  expect(await versions('eta')).toMatchObject({ tool: 'eta', have: ['1.0'] });
});

test('two processes that start at once read each document once', async () => {
  own('aliases: [{ name: samtools, tool: sam-tools }]');
  const read = await Promise.all([rereadOfferings(database.db), rereadOfferings(database.db)]);
  expect(read.filter((count) => count > 0)).toHaveLength(1);
  expect(await versions('sam-tools')).toMatchObject({ have: ['1.17'] });
});
