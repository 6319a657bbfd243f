import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { tick } from '../../server/jobs/tick.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

/** What is made due each minute, on a real queue that nobody works on. */
let database: TestDatabase;
const NOW = new Date('2026-11-03T12:00:30Z');

beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.url);
  await database.db.query(`insert into site (id, name, timezone) values (1, 's', 'Europe/Berlin')`);
}, 60_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.db.query('delete from graphile_worker._private_jobs');
  await database.db.query('delete from sweep');
  await database.db.query('delete from cluster');
  // Every hour; the schedule is known since half past eight.
  await cluster({ schedule: '0 * * * *', jitterMinutes: 0 });
});

async function cluster(collect: Record<string, unknown>): Promise<void> {
  await database.db.query(
    `insert into cluster (id, site_id, name, settings, schedule_since) values (1, 1, 'c', $1, '2026-11-03T08:30Z')
     on conflict (id) do update set settings = excluded.settings`,
    [JSON.stringify({ collect })],
  );
}
async function sweep(state: string, due: string | null, trigger = 'schedule'): Promise<void> {
  await database.db.query(
    `insert into sweep (cluster_id, started_at, state, expected, due_at, trigger) values (1, now(), $1, 1, $2, $3)`,
    [state, due, trigger],
  );
}
async function jobs(now = NOW) {
  await tick(database.db, now);
  const found = await database.db.query<{ due: string; at: Date }>(
    `select payload->>'dueAt' as due, run_at as at from graphile_worker._private_jobs`,
  );
  return found.rows;
}
const due = async (now?: Date) => (await jobs(now)).map((job) => job.due);

test('of several times that were missed one is made good, once', async () => {
  expect(await due()).toEqual(['2026-11-03T12:00:00.000Z']);
  expect(await due()).toEqual(['2026-11-03T12:00:00.000Z']);
  await sweep('finished', '2026-11-03T12:00Z');
  await database.db.query('delete from graphile_worker._private_jobs');
  expect(await due()).toEqual([]);
  expect(await due(new Date('2026-11-03T13:00:01Z'))).toEqual(['2026-11-03T13:00:00.000Z']);
});

test('none is made while one runs, and what was due meanwhile is made after it', async () => {
  await sweep('running', '2026-11-03T11:00Z');
  expect(await due()).toEqual([]);
  await database.db.query(`update sweep set state = 'finished'`);
  expect(await due()).toEqual(['2026-11-03T12:00:00.000Z']);
});

test('a sweep whose process was killed keeps no schedule waiting', async () => {
  // `gazetteer collect`, killed: no process of this machine has that number, and none of the other one has been heard of.
  for (const worker of [`${hostname()} 4194303 1`, 'elsewhere 17 1']) {
    await sweep('running', null, 'command');
    await database.db.query(`update sweep set seen_at = now() - interval '1 minute', worker = $1`, [worker]);
    expect(await due()).toEqual(['2026-11-03T12:00:00.000Z']);
    const found = await database.db.query(`select state, finished_at is not null as ended from sweep`);
    expect(found.rows).toEqual([{ state: 'interrupted', ended: true }]);
    await database.db.query('delete from sweep');
    await database.db.query('delete from graphile_worker._private_jobs');
  }
  await sweep('running', null, 'command');
  await database.db.query(
    `update sweep set worker = 'elsewhere 17 1', seen_at = now() - interval '9 seconds'`,
  );
  expect(await due()).toEqual([]);
});

test('a single visit of a node, or a sweep that a person began, is not one that was due', async () => {
  await sweep('running', null, 'single');
  await sweep('finished', null, 'command');
  expect(await due()).toEqual(['2026-11-03T12:00:00.000Z']);
});

test('none is made of a cluster that is paused, out of service, or has no schedule', async () => {
  await database.db.query('update cluster set paused_at = now()');
  expect(await due()).toEqual([]);
  await database.db.query('update cluster set paused_at = null, retired_at = now()');
  expect(await due()).toEqual([]);
  await database.db.query('update cluster set retired_at = null');
  await cluster({ schedule: '' });
  expect(await due()).toEqual([]);
});

test('none is made in a maintenance window of the site, and one after it', async () => {
  // 3 November 2026 is a Tuesday; 13:30 in Berlin is 12:30 in UTC.
  await cluster({ schedule: '0 * * * *', jitterMinutes: 0, maintenance: ['tue 12:00-13:30'] });
  expect(await due()).toEqual([]);
  expect(await due(new Date('2026-11-03T12:29:59Z'))).toEqual([]);
  expect(await due(new Date('2026-11-03T12:30:00Z'))).toEqual(['2026-11-03T12:00:00.000Z']);
});

test('a schedule does not run for times before it was told', async () => {
  await database.db.query(`update cluster set schedule_since = '2026-11-03T12:00:10Z'`);
  expect(await due()).toEqual([]);
  expect(await due(new Date('2026-11-03T13:00:00Z'))).toEqual(['2026-11-03T13:00:00.000Z']);
  // Nor for times that an earlier schedule had run for already.
  await database.db.query('delete from graphile_worker._private_jobs');
  await sweep('finished', '2026-11-03T11:00Z');
  expect(await due(new Date('2026-11-03T12:59:59Z'))).toEqual([]);
});

test('a sweep begins by chance within its minutes, and the time once drawn stays', async () => {
  await cluster({ schedule: '0 * * * *', jitterMinutes: 30 });
  const [first] = await jobs();
  const after = (first?.at.getTime() ?? 0) - NOW.getTime();
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThanOrEqual(30 * 60_000);
  for (let minute = 1; minute < 6; minute += 1)
    expect(await jobs(new Date(NOW.getTime() + minute * 60_000))).toEqual([first]);
});
