import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';

let database: TestDatabase;
let reading: Database;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  reading = openDatabase(database.url, { statementMs: 1000 });
  service = await startService(database.db, {}, undefined, reading);
});
afterAll(async () => {
  await service?.close();
  await reading?.close();
  await database?.drop();
});

test('an answer that takes too long is given up, and keeps nobody else waiting', async () => {
  const { db } = database;
  await db.transaction(async (tx) => {
    await tx.query('lock table site in access exclusive mode');
    const began = Date.now();
    // More than there are connections.
    const answers = Promise.all(Array.from({ length: 12 }, () => service.fetch('/sites')));
    let given = false;
    const told = answers.finally(() => {
      given = true;
    });
    await expect.poll(() => waiting(db)).toBe(10);
    // What sweeps are stored through is free.
    await db.query('select from node');
    expect(given).toBe(false);
    for (const answer of await told) {
      expect(answer.status).toBe(503);
      expect((await answer.json()).error).toMatchObject({
        code: 'took-too-long',
        hint: 'Ask for less: one site or cluster, or a shorter time',
      });
    }
    expect(Date.now() - began).toBeGreaterThan(1000);
  });
  expect((await service.fetch('/sites')).status).toBe(200);
}, 30_000);

/** Statements that wait for a lock. */
async function waiting(db: Database): Promise<number> {
  const found = await db.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return found.rows[0]?.count ?? 0;
}
