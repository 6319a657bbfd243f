import { afterAll, beforeAll, expect, test } from 'vitest';
import { countAsked, listAsked } from '../../server/check/asked.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { startService } from '../harness/service.ts';
import { makeClusters } from './clusters.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await makeClusters(database.db);
}, 60_000);
afterAll(() => database?.drop());

const TEXT = 'dependencies:\n  - samtools=1.17\n  - NoSuch=3.4\n  - nosuch\n';
const post = async (env: NodeJS.ProcessEnv, path: string) => {
  const service = await startService(database.db, env);
  const response = await service.fetch(path, { method: 'POST', body: TEXT });
  expect(response.status).toBe(200);
  const { items } = await service.get('/check/missing');
  await service.close();
  return items;
};

test('a check counts what is nowhere, by name and month, and nothing else of it', async () => {
  const month = new Date().toISOString().slice(0, 7);
  expect(await post({}, '/check')).toEqual([{ tool: 'nosuch', count: 1, first: month, last: month }]);
  // A file of the same answer is no second check.
  expect(await post({}, '/check/rows.csv')).toMatchObject([{ count: 1 }]);
  expect(await post({}, '/check')).toMatchObject([{ tool: 'nosuch', count: 2 }]);
  expect(await post({ GAZETTEER_COUNT_ASKED: 'no' }, '/check')).toMatchObject([{ count: 2 }]);
  const { rows } = await database.db.query('select * from asked_tool');
  expect(rows.map((row) => Object.keys(row))).toEqual([['month', 'tool', 'count']]);
});

test('months are told apart, and what is no name of a tool is not kept', async () => {
  const { db } = database;
  const path = '/home/anna/secret.sif';
  await countAsked(
    db,
    ['Zoo', 'ant', path, 'a b', `x${'y'.repeat(64)}`, "'); drop", ''],
    new Date('2026-08-31T23:59:59Z'),
  );
  await countAsked(db, ['zoo'], new Date('2026-09-01T00:00:00Z'));
  const told = async (from: string, to: string) =>
    (await listAsked(db, { from, to })).map(
      ({ tool, count, first, last }) => `${tool} ${count} ${first} ${last}`,
    );
  expect(await told('2026-08', '2026-08')).toEqual(['ant 1 2026-08 2026-08', 'zoo 1 2026-08 2026-08']);
  expect(await told('2026-08', '2026-09')).toEqual(['zoo 2 2026-08 2026-09', 'ant 1 2026-08 2026-08']);
});

test('invented names fill no disk: a month holds so many, and goes on counting those', async () => {
  const { db } = database;
  const names = Array.from({ length: 10_000 }, (_, at) => `name${at}`);
  const month = new Date('2026-05-10T00:00:00Z');
  await countAsked(db, names, month);
  await countAsked(db, ['one-more', 'name7'], month);
  const held = await listAsked(db, { from: '2026-05', to: '2026-05' });
  expect(held.length).toBe(10_000);
  expect(held[0]).toMatchObject({ tool: 'name7', count: 2 });
});
