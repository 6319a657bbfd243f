import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { askForReport, makeAsked, reportOrder } from '../../server/delivery/asked.ts';
import { take } from '../../server/delivery/lease.ts';
import { MOST_TRIES } from '../../server/delivery/retry.ts';
import { tickReports } from '../../server/delivery/tick.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { type JobWorker, startWorker } from '../../server/jobs/worker.ts';
import { readReport } from '../../server/reports/stored.ts';
import { prune } from '../../server/store/prune/prune.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { clusterOf, modules, nothing, WEEK } from './goldenWeek.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-asked-'));
const config = configFrom({ GAZETTEER_DATA: folder });
const workers: JobWorker[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.url);
  const sweep = await clusterOf(database.db, 'alpha', 'hpc1', 1);
  await sweep('2026-11-17T05:00:00Z', [{ ...nothing, modules: modules(['gcc/13.1']) }]);
}, 60_000);
beforeEach(async () => {
  await database.db.query('truncate report_order');
  await database.db.query('delete from graphile_worker._private_jobs');
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
});
afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (scope: string) => askForReport(database.db, { scope, ...WEEK });
const maker = () => ({ db: database.db, config, signal: new AbortController().signal });

test('a worker makes what somebody asked for, once for all who ask meanwhile', async () => {
  const { db, url } = database;
  const first = await ask('alpha');
  expect(first).toMatchObject({ state: 'waiting', doing: '', report: null, scope: 'alpha', workers: 0 });
  expect((await ask('alpha')).order).toBe(first.order);
  expect((await ask('alpha/hpc1/cpu1')).order).not.toBe(first.order);
  workers.push(
    await startWorker({ db, url, log: pino({ level: 'silent' }), dataFolder: folder, parallel: 4, config }),
  );
  const ended = async (order: number) => {
    for (let tries = 0; tries < 300; tries += 1) {
      const state = await reportOrder(db, order);
      if (state.state !== 'waiting') return state;
      await sleep(100);
    }
    throw new Error('nobody made it');
  };
  const made = await ended(first.order);
  expect(made).toMatchObject({ state: 'made', doing: '', code: '', message: '' });
  const { report } = await readReport(db, made.report ?? 0);
  expect(report).toMatchObject({ scope: 'alpha', from: WEEK.from.toISOString(), coverage: 1 });
  const other = await ended(first.order + 1);
  expect((await readReport(db, other.report ?? 0)).report.scope).toBe('alpha/hpc1/cpu1');
  // What is made is not asked for any more: who asks again gets another one.
  expect((await ask('alpha')).order).not.toBe(first.order);
}, 60_000);

test('it says which part is made, and stays with who says so', async () => {
  const { db } = database;
  const { order } = await ask('alpha');
  // Another connection sees what is told while the report is made in a transaction.
  await db.query(`create table told (doing text, next_at timestamptz)`);
  await db.query(
    `create function tell() returns trigger language plpgsql as
     $$ begin insert into told values (new.doing, new.next_at); return new; end $$`,
  );
  await db.query(
    `create trigger tell after update on report_order for each row when (new.doing <> '') execute function tell()`,
  );
  await makeAsked(maker(), order);
  const told = await db.query<{ doing: string; held: boolean }>(
    `select doing, next_at > now() + interval '4 minutes' as held from told`,
  );
  expect(told.rows.length).toBe(11);
  expect(told.rows[0]).toEqual({ doing: 'the period before', held: true });
  expect(told.rows[1]).toEqual({ doing: 'changes: 1 of 10 parts', held: true });
  expect(told.rows.at(-1)).toEqual({ doing: 'ages: 10 of 10 parts', held: true });
  await db.query('drop trigger tell on report_order');
});

test('what fails says why at once, and is not tried again', async () => {
  const { order } = await ask('nowhere');
  await makeAsked(maker(), order);
  expect(await reportOrder(database.db, order)).toMatchObject({
    ...{ state: 'failed', report: null, code: 'not-found', message: expect.stringContaining('nowhere') },
  });
  await tickReports(database.db, new Date(Date.now() + 86_400_000));
  const jobs = await database.db.query(
    `select from graphile_worker.jobs where key = 'order ${order}' and attempts > 0`,
  );
  expect(jobs.rows).toEqual([]);
});

test('of a worker that dies another one takes over, until it looks as if the report kills them', async () => {
  const { db } = database;
  const { order } = await ask('alpha');
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    expect(await take(db, 'report_order', order)).toMatchObject({ attempts: tries });
    // Somebody is at it.
    expect(await take(db, 'report_order', order)).toBe(null);
    await db.query(`update report_order set next_at = now() - interval '1 second'`);
    await db.query('delete from graphile_worker._private_jobs');
    await tickReports(db);
    const jobs = await db.query(`select key from graphile_worker.jobs`);
    expect(jobs.rows).toEqual([{ key: `order ${order}` }]);
  }
  await makeAsked(maker(), order);
  expect(await reportOrder(db, order)).toMatchObject({ state: 'failed', code: 'never-ended' });
});

test('a worker that stops gives it back untried', async () => {
  const { db } = database;
  const { order } = await ask('nowhere');
  const stopped = { ...maker(), signal: AbortSignal.abort() };
  await expect(makeAsked(stopped, order)).rejects.toThrow('nowhere');
  expect(await take(db, 'report_order', order)).toMatchObject({ attempts: 1 });
});

test('orders that ended long ago are forgotten, their reports are not', async () => {
  const { db } = database;
  const { order } = await ask('alpha');
  await makeAsked(maker(), order);
  const waiting = await ask('');
  await db.query(`update report_order set ordered_at = now() - interval '100 days'`);
  const before = (await db.query('select from report')).rows.length;
  const { removed } = await prune(db, { visits: 99_999, closed: 90 });
  expect(removed.orders).toBe(1);
  await expect(reportOrder(db, order)).rejects.toThrow('nobody asked for');
  expect((await reportOrder(db, waiting.order)).state).toBe('waiting');
  expect((await db.query('select from report')).rows).toHaveLength(before);
});
