import { afterAll, beforeAll, expect, test } from 'vitest';
import { tickReports } from '../../server/delivery/tick.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { storeReport } from '../../server/reports/stored.ts';
import { prune } from '../../server/store/prune/prune.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { report } from './posting.ts';

const SITES = `
sites: { alpha: { clusters: { hpc1: { nodes: n1, transport: file } } } }
reports:
  w: { when: weekly, scope: alpha, missed: all, folder: audits }
  quiet: { when: monthly, scope: alpha, folder: audits }
`;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.url);
  const sites = parseSites(SITES, 'sites.yaml');
  if (!sites.ok) throw new Error(JSON.stringify(sites.problems));
  await applyInventory(database.db, sites.inventory, { prune: false });
  await database.db.query(`update report_schedule set since = '2024-01-01T00:00Z'`);
}, 60_000);
afterAll(() => database?.drop());

/** Days on which the reports of a schedule were due that are still known. */
async function dues(name: string): Promise<string[]> {
  const found = await database.db.query<{ due: string }>(
    `select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD') || case when test then ' test' else '' end as due
     from report_edition join report_schedule on report_schedule.id = schedule_id where name = $1 order by due_at, test`,
    [name],
  );
  return found.rows.map(({ due }) => due);
}

test('deliveries that ended long ago go, and no period is made again', async () => {
  const { db } = database;
  const tick = (now: string) => tickReports(db, new Date(now));
  // Mondays of January 2024, and the 1st of the month: it was due once, and is the latest of its schedule ever since.
  await tick('2024-01-30T12:00Z');
  const { id } = await storeReport(db, report);
  await db.query(`update report_edition set state = 'made', report_id = $1, next_at = null`, [id]);
  await db.query(
    `insert into report_delivery (edition_id, kind, address, state, tried_at, created_at)
     select id, 'folder', 'audits', 'done', due_at, due_at from report_edition`,
  );
  // The second one waits still; the third one was tried yesterday, by somebody who had it sent again.
  await db.query(`update report_delivery set state = 'waiting', next_at = now() + interval '1 day'
    where edition_id = (select id from report_edition where due_at::date = '2024-01-08')`);
  await db.query(`update report_delivery set tried_at = now() - interval '1 day'
    where edition_id = (select id from report_edition where due_at::date = '2024-01-15')`);
  await db.query(
    `insert into report_edition (schedule_id, period_from, period_to, timezone, scope, due_at, test, state, made_at)
     select schedule_id, period_from, period_to, timezone, scope, due_at, true, 'failed', made_at from report_edition
     where due_at::date = '2024-01-29'`,
  );
  const all = ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22', '2024-01-29'];
  expect(await dues('w')).toEqual([...all, '2024-01-29 test']);
  expect(await dues('quiet')).toEqual(['2024-01-01']);

  const keep = { visits: 99_999, closed: 200 };
  const would = await prune(db, keep, { dryRun: true });
  expect(would.removed).toMatchObject({ deliveries: 2, editions: 3 });
  expect(await dues('w')).toHaveLength(6);
  expect((await prune(db, keep)).removed).toMatchObject({ deliveries: 2, editions: 3 });
  // Of w the 1st, the 22nd and the test went.
  expect(await dues('w')).toEqual(['2024-01-08', '2024-01-15', '2024-01-29']);
  expect(await dues('quiet')).toEqual(['2024-01-01']);
  expect((await db.query('select from report')).rows).toHaveLength(1);

  await tick('2024-01-30T12:01Z');
  expect(await dues('w')).toEqual(['2024-01-08', '2024-01-15', '2024-01-29']);
  expect(await dues('quiet')).toEqual(['2024-01-01']);
  await tick('2024-02-06T12:00Z');
  expect(await dues('w')).toEqual(['2024-01-08', '2024-01-15', '2024-01-29', '2024-02-05']);
});

test('what was due of late stays however short history is kept, since a schedule that is moved may come to its period again', async () => {
  const { db } = database;
  const move = (day: string, days: number) =>
    db.query(`update report_edition set due_at = now() - make_interval(days => $2) where due_at::date = $1`, [
      day,
      days,
    ]);
  await move('2024-01-15', 40);
  await move('2024-01-29', 10);
  await db.query(`update report_delivery set state = 'done', tried_at = created_at`);
  const before = (await dues('w')).length;
  await prune(db, { visits: 99_999, closed: 1 });
  // That of 5 February 2024 is not made yet, and that of 10 days ago is the latest.
  const left = await dues('w');
  expect(left).toHaveLength(before - 1);
  expect(left).not.toContain('2024-01-08');
});
