import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { makeEdition } from '../../server/delivery/edition.ts';
import { giveBack, release, take } from '../../server/delivery/lease.ts';
import { orderReport } from '../../server/delivery/order.ts';
import { tickReports } from '../../server/delivery/tick.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { type JobWorker, startWorker } from '../../server/jobs/worker.ts';
import { listSchedules } from '../../server/query/deliveries.ts';
import { overview } from '../../server/query/overview.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type MailServer, startMailServer } from './mailServer.ts';

/** Schedules on a real queue and database, with a real mail server, a webhook and a folder. */
let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-made-'));
beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.url);
}, 60_000);
afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.db.query('truncate report_schedule, report_edition, report_delivery, report cascade');
  await database.db.query('delete from graphile_worker._private_jobs');
});

/** Schedules as a sites file says them, known since some time. */
async function schedules(reports: string, since: string): Promise<void> {
  const sites =
    'sites:\n  alpha: { timezone: Europe/Berlin, clusters: { hpc1: { nodes: n1, transport: file } } }\n';
  const result = parseSites(`${sites}reports:\n${reports}`, 'sites.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  await applyInventory(database.db, result.inventory, { prune: true });
  await database.db.query('update report_schedule set since = $1', [since]);
}
async function editions() {
  const found = await database.db.query<{ due: Date; from: Date; to: Date }>(
    'select due_at as due, period_from as "from", period_to as "to" from report_edition order by due_at, id',
  );
  return found.rows.map(({ due, from, to }) =>
    [due, from, to].map((time) => time.toISOString().slice(0, 16)),
  );
}

describe('what is due', () => {
  const minutes = async (from: string, to: string, step = 1) => {
    for (let now = Date.parse(from); now <= Date.parse(to); now += step * 60_000)
      await tickReports(database.db, new Date(now));
  };

  test('is written down once for a period, whoever looks and however often', async () => {
    await schedules('  w: { when: weekly, scope: alpha }', '2026-11-01T00:00Z');
    const now = new Date('2026-11-02T05:00:20Z');
    await Promise.all(Array.from({ length: 8 }, () => tickReports(database.db, now)));
    await tickReports(database.db, new Date('2026-11-02T05:01:20Z'));
    // Monday the 2nd, six o'clock in Berlin, of the week from Monday the 26th, which began after the clocks had changed.
    expect(await editions()).toEqual([['2026-11-02T05:00', '2026-10-25T23:00', '2026-11-01T23:00']]);
    // Somebody moves it to a later hour of the day: that week has its report.
    await schedules('  w: { when: weekly mon 09:00, scope: alpha }', '2026-11-02T07:00Z');
    await tickReports(database.db, new Date('2026-11-02T08:00:20Z'));
    expect(await editions()).toHaveLength(1);
  });

  test('comes once on the night when the clocks go forward, and its day has 23 hours', async () => {
    // 29 March 2026: two o'clock is three o'clock in Berlin.
    await schedules('  d: { when: "daily 02:30", scope: alpha }', '2026-03-28T12:00Z');
    await minutes('2026-03-28T22:00Z', '2026-03-29T04:00Z');
    await minutes('2026-03-29T23:00Z', '2026-03-30T03:00Z');
    expect((await editions()).map(([, from, to]) => [from, to])).toEqual([
      ['2026-03-27T23:00', '2026-03-28T23:00'],
      ['2026-03-28T23:00', '2026-03-29T22:00'],
    ]);
  }, 60_000);

  test('comes once on the night when the clocks go back, and its day has 25 hours', async () => {
    // 25 October 2026: three o'clock is two o'clock again in Berlin.
    await schedules('  d: { when: "daily 02:30", scope: alpha }', '2026-10-24T12:00Z');
    await minutes('2026-10-24T22:00Z', '2026-10-25T05:00Z');
    await minutes('2026-10-25T22:00Z', '2026-10-26T03:00Z');
    expect((await editions()).map(([, from, to]) => [from, to])).toEqual([
      ['2026-10-23T22:00', '2026-10-24T22:00'],
      ['2026-10-24T22:00', '2026-10-25T23:00'],
    ]);
  }, 60_000);

  test('and was missed in a long stop is made once: the last one, or each one', async () => {
    await schedules(
      '  last: { when: weekly, scope: alpha }\n  all: { when: weekly, scope: alpha, missed: all }',
      '2026-10-01T00:00Z',
    );
    await tickReports(database.db, new Date('2026-10-28T12:00Z'));
    await tickReports(database.db, new Date('2026-10-28T12:01Z'));
    const found = await database.db.query<{ name: string; count: number }>(
      `select name, count(*)::int as count from report_edition join report_schedule as s on s.id = schedule_id group by 1`,
    );
    expect(new Map(found.rows.map(({ name, count }) => [name, count]))).toEqual(
      new Map([
        ['last', 1],
        ['all', 4],
      ]),
    );
  });
});

test('what waits is taken by one alone, and who was taken for dead has no say in it any more', async () => {
  const { db } = database;
  await schedules('  w: { when: weekly, scope: alpha }', '2026-10-20T00:00Z');
  await tickReports(db, new Date('2026-10-28T12:00Z'));
  const [edition] = (await db.query<{ id: number }>('select id from report_edition')).rows;
  const takeIt = () => take(db, 'report_edition', edition?.id ?? 0);
  const state = async () =>
    (await db.query('select state, attempts, code, lease from report_edition')).rows[0];
  const all = await Promise.all(Array.from({ length: 8 }, takeIt));
  const [first, ...others] = all.filter((lease) => lease !== null);
  expect(others).toEqual([]);
  expect(await takeIt()).toBe(null);
  await db.query('update report_edition set next_at = now()');
  const second = await takeIt();
  expect(second?.attempts).toBe(2);
  if (!first || !second) throw new Error('nobody has it');
  await giveBack(db, first, new Error('late'));
  await release(db, first);
  expect(await state()).toEqual({ state: 'waiting', attempts: 2, code: '', lease: second.mark });
  // A worker that stops gives it back untried, and another one may take it at once.
  await release(db, second);
  expect(await takeIt()).toMatchObject({ attempts: 2 });
});

test('a schedule that cannot be followed is told, and stops no other one', async () => {
  const { db } = database;
  await schedules(
    '  a: { when: weekly, scope: alpha }\n  b: { when: weekly, mail: b@alpha.example }\n  c: { when: weekly, scope: alpha, timezone: Europe/Oslo }',
    '2026-10-20T00:00Z',
  );
  // As another version may have written it, and a time zone that this machine lost.
  await db.query(
    `update report_schedule set settings = settings || '{"formats": ["paper"]}' where name = 'a'`,
  );
  await db.query(
    `update report_schedule set settings = settings || '{"timezone": "Europe/Nowhere"}' where name = 'c'`,
  );
  const broken = await tickReports(db, new Date('2026-10-28T12:00Z'));
  expect(broken.map(({ name, problem }) => [name, problem])).toEqual([
    ['a', expect.stringContaining('formats.0')],
    ['c', 'there is no time "0 6 * * 1" in the time zone "Europe/Nowhere"'],
  ]);
  expect(await editions()).toHaveLength(1);
  const rows = await listSchedules(db);
  expect(rows.map(({ name, problem, trouble }) => [name, problem === '', trouble])).toEqual([
    ['a', false, 1],
    ['b', true, 0],
    ['c', false, 1],
  ]);
  expect((await overview(db, 7)).attention).toContainEqual(
    expect.objectContaining({ kind: 'broken-schedules', count: 2, link: '/deliveries' }),
  );
  await expect(orderReport(db, { schedule: 'a', test: true, to: '' })).rejects.toMatchObject({
    code: 'schedule-broken',
    hint: 'Apply the sites file again',
  });
});

test('what is ordered from a machine whose clock is ahead is begun at once', async () => {
  const { db } = database;
  await schedules('  w: { when: weekly, scope: alpha, mail: a@alpha.example }', '2026-10-20T00:00Z');
  const ahead = new Date(Date.now() + 3_600_000);
  const edition = await orderReport(db, { schedule: 'w', test: true, to: '' }, ahead);
  expect(await take(db, 'report_edition', edition)).toMatchObject({ attempts: 1 });
});

test('what is not made regularly any more when its turn comes is not made', async () => {
  const { db } = database;
  await schedules('  w: { when: weekly, scope: alpha }', '2026-10-20T00:00Z');
  await tickReports(db, new Date('2026-10-28T12:00Z'));
  await schedules('  other: { when: daily, scope: alpha }', '2026-10-20T00:00Z');
  const [edition] = (await db.query<{ id: number }>('select id from report_edition')).rows;
  const config = configFrom({ GAZETTEER_DATA: folder });
  await makeEdition({ db, config, signal: new AbortController().signal }, edition?.id ?? 0);
  expect((await db.query('select state, code from report_edition')).rows).toEqual([
    { state: 'failed', code: 'not-wanted' },
  ]);
  expect((await db.query('select from report')).rowCount).toBe(0);
});

test('what everybody dies at who tries it is given up after as many times as what fails', async () => {
  const { db } = database;
  await schedules('  w: { when: weekly, scope: alpha }', '2026-10-20T00:00Z');
  await tickReports(db, new Date('2026-10-28T12:00Z'));
  const [edition] = (await db.query<{ id: number }>('select id from report_edition')).rows;
  for (let tries = 1; tries <= 9; tries += 1) {
    expect(await take(db, 'report_edition', edition?.id ?? 0)).toMatchObject({ attempts: tries });
    // Its time is over, and nobody has said how it went. Times are kept to the millisecond, and now may be rounded up.
    await db.query(`update report_edition set next_at = now() - interval '1 second'`);
  }
  expect(await take(db, 'report_edition', edition?.id ?? 0)).toBe(null);
  expect((await db.query('select state, code, lease, next_at from report_edition')).rows).toEqual([
    { state: 'failed', code: 'never-ended', lease: '', next_at: null },
  ]);
});

test('a report that is being made when its worker stops is begun anew by another one, at once', async () => {
  const { db } = database;
  await schedules('  w: { when: weekly, scope: alpha }', '2026-10-20T00:00Z');
  await tickReports(db, new Date('2026-10-28T12:00Z'));
  const [edition] = (await db.query<{ id: number }>('select id from report_edition')).rows;
  const id = edition?.id ?? 0;
  const stopping = new AbortController();
  const config = configFrom({ GAZETTEER_DATA: folder });
  const state = async () =>
    (await db.query('select state, lease, attempts, next_at <= now() as due, code from report_edition'))
      .rows[0];
  const making = makeEdition({ db, config, signal: stopping.signal }, id);
  while ((await state())?.lease === '') await sleep(1);
  stopping.abort();
  await expect(making).rejects.toThrow();
  expect(await state()).toEqual({ state: 'waiting', lease: '', attempts: 0, due: true, code: '' });
  await makeEdition({ db, config, signal: new AbortController().signal }, id);
  expect(await state()).toMatchObject({ state: 'made', attempts: 1 });
  expect((await db.query('select from report')).rowCount).toBe(1);
});

describe('what workers do of it', () => {
  let mail: MailServer;
  let hook: Server;
  const posts: string[] = [];
  const statuses: number[] = [];
  const workers: JobWorker[] = [];
  beforeAll(async () => {
    mail = await startMailServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
    hook = createServer((request, response) => {
      posts.push(String(request.headers['webhook-id']));
      request.resume().on('end', () => response.writeHead(statuses.shift() ?? 204).end());
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    writeFileSync(join(folder, 'secret'), 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.stop();
    mail.received.splice(0);
    mail.answers.splice(0);
    posts.splice(0);
  });
  afterAll(async () => {
    await mail?.stop();
    hook?.close();
  });

  const hookPort = () => {
    const address = hook.address();
    return typeof address === 'object' && address ? address.port : 0;
  };
  async function work(count = 1): Promise<void> {
    const config = configFrom({
      GAZETTEER_SMTP: `smtp://127.0.0.1:${mail.port}`,
      GAZETTEER_MAIL_FROM: 'gazetteer@alpha.example',
      GAZETTEER_WEBHOOK_ALLOW: '127.0.0.1',
      GAZETTEER_DATA: folder,
      GAZETTEER_URL: 'https://g.alpha.example',
    });
    const { db, url } = database;
    const log = pino({ level: 'silent' });
    for (let at = 0; at < count; at += 1)
      workers.push(await startWorker({ db, url, log, dataFolder: folder, parallel: 4, config }));
  }
  const deliveries = async () => {
    const found = await database.db.query<{
      kind: string;
      address: string;
      state: string;
      attempts: number;
      code: string;
      wait: number | null;
    }>(
      `select kind, address, state, attempts, code, round(extract(epoch from next_at - tried_at) / 60)::int as wait
       from report_delivery order by kind, address`,
    );
    return found.rows;
  };
  async function until(done: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 1500; tries += 1) {
      if (await done()) return;
      await sleep(20);
    }
    throw new Error(`it did not come to that: ${JSON.stringify(await deliveries())}`);
  }
  /** As if the time until the next try were over, of what nobody has in hand. */
  const later = async () => {
    await until(async () => {
      const busy = await database.db.query(`select from report_delivery where lease <> ''`);
      return busy.rowCount === 0;
    });
    await database.db.query(`update report_delivery set next_at = now() where state = 'waiting'`);
    await tickReports(database.db);
  };
  /** One report was due since then, and the workers look at the clock as well. */
  const SINCE = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const all = () => `  w:
    when: weekly
    scope: alpha
    formats: [json]
    mail: [a@alpha.example, b@alpha.example]
    webhook: { url: "http://127.0.0.1:${hookPort()}/", secretFile: ${join(folder, 'secret')} }
    folder: weekly`;

  test('two of them make one report, and everybody gets it once', async () => {
    await schedules(all(), SINCE);
    await work(2);
    await Promise.all(Array.from({ length: 4 }, () => tickReports(database.db)));
    await until(async () => (await deliveries()).filter(({ state }) => state === 'done').length === 4);
    await tickReports(database.db);
    await sleep(500);
    expect(mail.received.map(({ to }) => to.join()).sort()).toEqual(['a@alpha.example', 'b@alpha.example']);
    expect(mail.received[0]?.mail.subject).toMatch(/^alpha, week 20\d\d-W\d\d$/);
    expect(posts).toHaveLength(1);
    const [name = ''] = readdirSync(join(folder, 'reports/weekly'));
    expect(name).toMatch(/^w-\d{4}-\d\d-\d\d-\d+$/);
    expect(readdirSync(join(folder, 'reports/weekly', name))).toEqual([
      `gazetteer-alpha-${name.slice(2, 12)}.json`,
    ]);
    const reports = await database.db.query('select from report');
    expect(reports.rowCount).toBe(1);
    expect(await deliveries()).toEqual(
      ['folder', 'mail', 'mail', 'webhook'].map((kind) =>
        expect.objectContaining({ kind, state: 'done', attempts: 1, code: '' }),
      ),
    );
  }, 60_000);

  test('of many that are due at one time one is made after the other', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    await schedules(names.map((name) => `  ${name}: { when: weekly, scope: alpha }`).join('\n'), SINCE);
    await tickReports(database.db);
    await work();
    const seen: number[] = [];
    await until(async () => {
      const { rows } = await database.db.query<{ waiting: number; making: number }>(
        `select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where lease <> '')::int as making
         from report_edition`,
      );
      seen.push(rows[0]?.making ?? 0);
      return rows[0]?.waiting === 0;
    });
    expect(Math.max(...seen)).toBe(1);
  }, 60_000);

  test('what does not go is tried later, and the others are not sent it again', async () => {
    await schedules(all(), SINCE);
    mail.answers.push(451);
    statuses.push(500, 503);
    await work();
    await tickReports(database.db);
    await until(async () =>
      (await deliveries()).every(({ attempts, state }) => attempts === 1 && state !== ''),
    );
    await until(async () => (await deliveries()).filter(({ code }) => code !== '').length === 2);
    await until(async () => (await deliveries()).filter(({ state }) => state === 'done').length === 2);
    const [first, second] = (await deliveries()).filter(({ state }) => state === 'waiting');
    expect(first).toMatchObject({ kind: 'mail', code: 'mail-later', wait: 1 });
    expect(second).toMatchObject({ kind: 'webhook', code: 'webhook-refused', wait: 1 });
    expect(mail.received).toHaveLength(1);
    await later();
    await until(async () =>
      (await deliveries()).some(({ kind, attempts }) => kind === 'webhook' && attempts === 2),
    );
    await until(async () => (await deliveries()).some(({ wait }) => wait === 5));
    await later();
    await until(async () => (await deliveries()).every(({ state }) => state === 'done'));
    expect(mail.received.map(({ to }) => to.join()).sort()).toEqual(['a@alpha.example', 'b@alpha.example']);
    expect(new Set(mail.received.map(({ mail: { messageId } }) => messageId)).size).toBe(1);
    expect(posts).toHaveLength(3);
    expect(new Set(posts).size).toBe(1);
  }, 60_000);

  test('what is refused for good is given up at once, and what fails for days in the end', async () => {
    await schedules('  w: { when: weekly, scope: alpha, mail: [a@alpha.example, b@alpha.example] }', SINCE);
    mail.answers.push(550, ...Array(20).fill(421));
    await work();
    await tickReports(database.db);
    for (let tries = 1; tries <= 9; tries += 1) {
      await until(async () => {
        const told = await deliveries();
        return (
          told.length === 2 && told.every(({ state, attempts }) => state === 'failed' || attempts >= tries)
        );
      });
      await later();
    }
    await until(async () => (await deliveries()).every(({ state }) => state === 'failed'));
    const told = await deliveries();
    expect(told.map(({ state, code, attempts }) => `${state} ${code} ${attempts}`).sort()).toEqual([
      'failed mail-later 9',
      'failed mail-refused 1',
    ]);
    expect(mail.received).toEqual([]);
  }, 90_000);

  test('who was taken out of the schedule meanwhile gets nothing more', async () => {
    await schedules(all(), SINCE);
    mail.answers.push(451, 451);
    await work();
    await tickReports(database.db);
    await until(async () => (await deliveries()).filter(({ code }) => code === 'mail-later').length === 2);
    await schedules('  w: { when: weekly, scope: alpha, mail: b@alpha.example }', SINCE);
    await later();
    await until(async () => (await deliveries()).every(({ state }) => state !== 'waiting'));
    expect(mail.received.map(({ to }) => to.join())).toEqual(['b@alpha.example']);
    expect((await deliveries()).find(({ address }) => address === 'a@alpha.example')).toMatchObject({
      state: 'failed',
      code: 'not-wanted',
    });
  }, 60_000);

  test('a report that cannot be made says why, and is tried again', async () => {
    // Nodes may be told by a source later, so that one that is not there is found when the report is made.
    await schedules('  w: { when: weekly, scope: alpha/hpc1/nowhere, mail: a@alpha.example }', SINCE);
    await work();
    await tickReports(database.db);
    const edition = async () =>
      (
        await database.db.query<{
          state: string;
          code: string;
          message: string;
          attempts: number;
          wait: number;
        }>(
          `select state, code, message, attempts, round(extract(epoch from next_at - now()) / 60)::int as wait from report_edition`,
        )
      ).rows[0];
    await until(async () => (await edition())?.code !== '');
    expect(await edition()).toMatchObject({
      state: 'waiting',
      attempts: 1,
      wait: 1,
      message: expect.stringContaining('nowhere'),
    });
    expect(mail.received).toEqual([]);
  }, 60_000);

  test('what a worker had in hand that died is done by another one when its time is over', async () => {
    await schedules(all(), SINCE);
    await tickReports(database.db);
    // Somebody took it and was never heard of again.
    await database.db.query(
      `update report_edition set lease = 'dead', attempts = 1, next_at = now() + interval '30 minutes'`,
    );
    await work();
    await tickReports(database.db);
    await sleep(500);
    expect(await deliveries()).toEqual([]);
    await database.db.query('update report_edition set next_at = now()');
    await tickReports(database.db);
    await until(async () => (await deliveries()).filter(({ state }) => state === 'done').length === 4);
  }, 60_000);
});
