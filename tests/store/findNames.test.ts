import { afterAll, beforeAll, expect, test } from 'vitest';
import { find } from '../../server/query/find.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const one = await Cluster.make(database.db, 1);
  const modules = [
    'helm/3.12.0',
    'helm/3.12.0-1',
    'helm/3.2.0',
    'acme/3.12.0',
    'acme/3.12.0-1',
    'r-deseq2/1.40.0-gcc-12.2.0-abcdefg',
    'py-alembic/1.12.0-gcc-12.2.0-abcdefg',
    'BLAST+/2.14.1-gompi-2023a',
  ];
  await one.sweep([{ modules: reading({ roots: [tree(modules)] }) }]);
});
afterAll(() => database.drop());

async function asked(tool: string) {
  return find(database.db, { tool, version: '', site: '', cluster: '', provider: '', limit: 100, after: '' });
}

test('a tool that declares Semantic Versioning is ordered by it, all others as conda does', async () => {
  expect((await asked('helm')).items.map((one) => one.version)).toEqual(['3.12.0', '3.12.0-1', '3.2.0']);
  expect((await asked('acme')).items.map((one) => one.version)).toEqual(['3.12.0-1', '3.12.0']);
});

test('pages go on where the declared order stands', async () => {
  const filter = { tool: 'helm', version: '', site: '', cluster: '', provider: '' } as const;
  const first = await find(database.db, { ...filter, limit: 1, after: '' });
  const second = await find(database.db, { ...filter, limit: 9, after: first.next ?? '' });
  expect(first.items.map((one) => one.version)).toEqual(['3.12.0']);
  expect(second.items.map((one) => one.version)).toEqual(['3.12.0-1', '3.2.0']);
});

test.each([
  ['DESeq2', '', 'bioconductor-deseq2'],
  ['alembic', 'pypi:alembic', ''],
  ['py-alembic', 'pypi:alembic', ''],
  ['ncbi-blast+', 'blast+', ''],
  ['blast-plus', 'blast+', ''],
])('%s is %s, or %s is meant', async (text, tool, meant) => {
  const answer = await asked(text);
  expect(answer.tool).toBe(tool);
  expect(answer.didYouMean[0] ?? '').toBe(meant);
});
