import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { administratorOf } from '../harness/administrator.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';
import { type MailServer, startMailServer } from './mailServer.ts';

/** Sending by hand, and what is shown of deliveries. */
let database: TestDatabase;
let service: Service;
let mail: MailServer;
let admin: Awaited<ReturnType<typeof administratorOf>>;
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-send-'));

const SITES = `
sites:
  alpha: { timezone: Europe/Berlin, clusters: { hpc1: { nodes: n1, transport: file } } }
reports:
  weekly: { when: weekly, scope: alpha, formats: [md], mail: [a@alpha.example, b@alpha.example], folder: out }
  quiet: { when: daily }
`;

beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.url);
  service = await startService(database.db);
  admin = await administratorOf(database.db);
  mail = await startMailServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
  const sites = parseSites(SITES, 'sites.yaml');
  if (!sites.ok) throw new Error(JSON.stringify(sites.problems));
  await applyInventory(database.db, sites.inventory, { prune: false });
}, 60_000);
afterAll(async () => {
  await service?.close();
  await mail?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.db.query('truncate report_edition, report_delivery cascade');
  await database.db.query('delete from graphile_worker._private_jobs');
  mail.received.splice(0);
  mail.answers.splice(0);
});

const read = (text: string) => JSON.parse(text === '' ? 'null' : text);
const command = async (...args: string[]) => {
  const ran = await gazetteer([...args, '--json'], {
    DATABASE_URL: database.url,
    GAZETTEER_DATA: folder,
    GAZETTEER_SMTP: `smtp://127.0.0.1:${mail.port}`,
    GAZETTEER_MAIL_FROM: 'gazetteer@alpha.example',
  });
  return { code: ran.code, answer: read(ran.out), error: read(ran.err)?.error };
};
const told = (rows: { kind: string; address: string; state: string; code: string }[]) =>
  rows.map(({ kind, address, state, code }) => [kind, address, state, code].join(' ').trim());
const get = async (path: string) => {
  const response = await service.fetch(path, { headers: admin.headers });
  expect(response.status).toBe(200);
  return read(await response.text());
};
const attention = async () =>
  (await service.get('/overview')).attention.filter(
    ({ kind }: { kind: string }) => kind === 'failed-deliveries',
  );

describe('on the command line, without a worker', () => {
  test('a test goes to everybody or to one, says that it is one, and takes no period away', async () => {
    const first = await command(
      'report',
      'send',
      '--schedule',
      'weekly',
      '--test',
      '--to',
      'b@alpha.example',
    );
    expect(first.code).toBe(0);
    expect(told(first.answer)).toEqual(['mail b@alpha.example done']);
    expect(mail.received.map(({ mail: { subject } }) => subject)).toEqual([
      expect.stringMatching(/^\[Test\] alpha, week/),
    ]);
    expect(told((await command('report', 'send', '--schedule', 'weekly', '--test')).answer)).toEqual([
      'folder out done',
      'mail a@alpha.example done',
      'mail b@alpha.example done',
    ]);
    const real = await command('report', 'send', '--schedule', 'weekly');
    expect(real.code).toBe(0);
    expect(mail.received).toHaveLength(5);
    expect(new Set(mail.received.map(({ mail: { messageId } }) => messageId)).size).toBe(3);
    expect(
      readdirSync(join(folder, 'reports/out'))
        .map((name) => name.replace(/-\d.*/, ''))
        .sort(),
    ).toEqual(['test-weekly', 'weekly']);
    expect(await command('report', 'send', '--schedule', 'weekly')).toMatchObject({
      code: 1,
      error: { code: 'already-delivered' },
    });
    expect(mail.received).toHaveLength(5);
  }, 120_000);

  test('what failed is told, needs attention, and is sent again to those alone who did not get it', async () => {
    mail.answers.push(550);
    const sent = await command('report', 'send', '--schedule', 'weekly');
    expect(sent.code).toBe(1);
    expect(told(sent.answer)).toEqual([
      'folder out done',
      'mail a@alpha.example failed mail-refused',
      'mail b@alpha.example done',
    ]);
    const [item] = await attention();
    expect(item).toMatchObject({ count: 1, link: '/deliveries?only=trouble' });
    const trouble = await get('/deliveries?only=trouble');
    expect(trouble.total).toBe(1);
    expect(trouble.items[0]).toMatchObject({
      schedule: 'weekly',
      address: 'a@alpha.example',
      attempts: 1,
      nextAt: null,
    });
    expect(trouble.items[0].message).toContain('550');
    const schedules = await get('/deliveries/schedules');
    expect(
      schedules.items.map(({ name, trouble: count }: { name: string; trouble: number }) => [name, count]),
    ).toEqual([
      ['quiet', 0],
      ['weekly', 1],
    ]);
    const again = await command('report', 'send', '--schedule', 'weekly');
    expect(again.code).toBe(0);
    expect(mail.received.map(({ to }) => to.join())).toEqual(['b@alpha.example', 'a@alpha.example']);
    expect(await attention()).toEqual([]);
    const shown = await gazetteer(['deliveries', 'list'], { DATABASE_URL: database.url });
    const days = [...shown.out.matchAll(/ (\d{4}-\d{2}-\d{2}) /g)].map(([, day = '']) =>
      new Date(day).getUTCDay(),
    );
    // The week begins on a Monday of Berlin, which in UTC is a Sunday still.
    expect(new Set(days)).toEqual(new Set([1]));
    const list = await command('deliveries', 'list', '--schedule', 'weekly');
    expect(list.answer.total).toBe(3);
    expect((await command('deliveries', 'list', '--trouble')).code).toBe(1);
  }, 120_000);

  test.each([
    [['--schedule', 'nothing'], 1, 'not-found'],
    [['--schedule', 'quiet'], 1, 'no-receivers'],
    [['--schedule', 'quiet', '--test'], 1, 'no-receivers'],
    [['--schedule', 'weekly', '--test', '--to', 'stranger@x.example'], 1, 'not-found'],
    [['--schedule', 'weekly', '--to', 'a@alpha.example'], 2, 'commander.error'],
    [['--test'], 2, 'commander.missingMandatoryOptionValue'],
  ])('%j is refused', async (args, code, reason) => {
    expect(await command('report', 'send', ...args)).toMatchObject({ code, error: { code: reason } });
    expect((await database.db.query('select from report_edition')).rowCount).toBe(0);
  });
});

describe('over HTTP', () => {
  const order = (body: unknown) => service.fetch('/deliveries/send', admin.post(body));

  test('what is ordered waits for a worker, and is in the audit', async () => {
    const response = await order({ schedule: 'weekly', test: true });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ schedule: 'weekly', workers: 0 });
    const list = await get('/deliveries');
    expect(list.items).toMatchObject([
      { kind: 'report', state: 'waiting', test: true, report: null, triedAt: null },
    ]);
    const jobs = await database.db.query(
      `select task_identifier from graphile_worker.jobs where key like 'report %'`,
    );
    expect(jobs.rows).toEqual([{ task_identifier: 'report' }]);
    expect((await order({ schedule: 'nothing' })).status).toBe(404);
    const nobody = await order({ schedule: 'quiet', test: true });
    expect([nobody.status, (await nobody.json()).error.code]).toEqual([409, 'no-receivers']);
    const audit = await database.db.query(
      `select action, target, detail, outcome from audit order by id desc limit 3`,
    );
    expect(audit.rows).toEqual([
      { action: 'report send', target: 'quiet', detail: expect.any(String), outcome: 'refused' },
      { action: 'report send', target: 'nothing', detail: expect.any(String), outcome: 'refused' },
      { action: 'report send', target: 'weekly', detail: 'test', outcome: 'done' },
    ]);
  });

  test('only a test goes to one alone: otherwise nobody is sent anything', async () => {
    const response = await order({ schedule: 'weekly', to: 'a@alpha.example' });
    expect([response.status, (await response.json()).error.code]).toEqual([400, 'bad-request']);
    expect((await database.db.query('select from report_edition')).rowCount).toBe(0);
  });

  test('addresses are for administrators, and files of them hold no formulas', async () => {
    for (const path of [
      '/deliveries',
      '/deliveries.csv',
      '/deliveries/schedules',
      '/deliveries/schedules.json',
    ])
      expect((await service.fetch(path)).status, path).toBe(401);
    await order({ schedule: 'weekly', test: true });
    await database.db.query(`update report_edition set code = 'bug', message = '=cmd|x'`);
    const csv = await (await service.fetch('/deliveries.csv', { headers: admin.headers })).text();
    expect(csv).toContain("'=cmd|x");
  });

  test('a test, or an old report, that failed needs nobody’s attention', async () => {
    await order({ schedule: 'weekly', test: true });
    await database.db.query(`update report_edition set state = 'failed', code = 'bug'`);
    expect(await attention()).toEqual([]);
    await order({ schedule: 'weekly' });
    await database.db.query(`update report_edition set state = 'failed', code = 'bug' where not test`);
    expect(await attention()).toMatchObject([{ count: 1 }]);
    await database.db.query(
      `insert into report_edition (schedule_id, period_from, period_to, timezone, scope, due_at, state)
       select schedule_id, period_to, period_to + interval '1 week', timezone, scope, now(), 'made' from report_edition where not test`,
    );
    expect(await attention()).toEqual([]);
  });
});
