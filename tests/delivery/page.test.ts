import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, LINK_SECONDS } from '../../server/admin/keys.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { storeReport } from '../../server/reports/stored.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { needs } from '../harness/tools.ts';
import { violations } from '../web/axe.ts';
import { type Served, servePages } from '../web/served.ts';
import { report } from './posting.ts';

/** Where somebody wants to look at the pages. */
const { GAZETTEER_SHOTS: shots } = process.env;
const HOSTILE = '550 <img src=x onerror=alert(1)> no such user';

const SITES = `
sites:
  alpha: { timezone: Europe/Berlin, clusters: { hpc1: { nodes: n1, transport: file } } }
reports:
  weekly-alpha: { when: weekly, scope: alpha, formats: [html, md], mail: [hpc-support@alpha.example, head@alpha.example], folder: audits }
  daily: { when: daily 07:30, formats: [json] }
`;

describe.skipIf(!needs('chromium', 'chromium'))('the page of regular reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-regular-'));
  let database: TestDatabase;
  let served: Served;
  beforeAll(async () => {
    database = await testDatabase();
    const { db, url } = database;
    await prepareQueue(url);
    const sites = parseSites(SITES, 'sites.yaml');
    if (!sites.ok) throw new Error(JSON.stringify(sites.problems));
    await applyInventory(db, sites.inventory, { prune: false });
    const { id } = await storeReport(db, report);
    await db.query(
      `insert into report_edition (schedule_id, period_from, period_to, timezone, scope, due_at, state, report_id, made_at)
       select id, now() - interval '9 days', now() - interval '2 days', 'Europe/Berlin', 'alpha', now() - interval '2 days', 'made', $1, now()
       from report_schedule where name = 'weekly-alpha'`,
      [id],
    );
    await db.query(
      `insert into report_delivery (edition_id, kind, address, state, attempts, tried_at, next_at, code, message)
       select report_edition.id, told.* from report_edition, (values
         ('mail', 'hpc-support@alpha.example', 'failed', 1, now() - interval '2 days', null::timestamptz, 'mail-refused', $1),
         ('mail', 'head@alpha.example', 'waiting', 3, now() - interval '5 min', now() + interval '10 min', 'mail-later', '451 later'),
         ('folder', 'audits', 'done', 1, now() - interval '2 days', null, '', '/srv/audits/weekly-alpha-1')) as told`,
      [HOSTILE],
    );
    served = await servePages(db, { GAZETTEER_DATA: folder });
    if (shots) mkdirSync(shots, { recursive: true });
  }, 90_000);
  afterAll(async () => {
    await served?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a form changes the sites file, which is applied', async () => {
    const text = SITES.replace('  daily: { when: daily 07:30, formats: [json] }', '  # for the auditors\n$&');
    await database.db.query(
      `insert into sites_file (path, text, applied_by) values ('/etc/sites.yaml', $1, 'ada') on conflict (path) do update set text = excluded.text`,
      [text],
    );
    const { key } = await createKey(database.db, 'link', 'Ada', LINK_SECONDS);
    const { page, faults } = await served.open(`/sign-in#${key}`);
    await page.getByText('Signed in as Ada').first().waitFor();
    await page.goto(`${served.address}/sites`);
    await page.getByRole('link', { name: 'Change the report daily' }).click();
    const when = page.getByRole('textbox', { name: 'When' });
    await page.waitForFunction(() => document.querySelector('input')?.value === 'daily 07:30');
    await when.fill('daily 25:00');
    await page.getByText(/expected daily, weekly or monthly/).waitFor();
    expect(await page.getByRole('button', { name: 'Apply', exact: true }).count()).toBe(0);
    await when.fill('daily 08:15');
    await page
      .getByRole('textbox', { name: 'Mail addresses' })
      .fill('audit@alpha.example, ada@alpha.example');
    await page.getByRole('button', { name: 'Apply', exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: '/etc/sites.yaml' }).inputValue()).toContain(
      '# for the auditors',
    );
    if (shots) await page.screenshot({ path: join(shots, 'report-form.png'), fullPage: true });
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('button', { name: 'Apply this file' }).click();
    await page.getByText(/^Applied:/).waitFor();
    const found = await database.db.query(`select settings from report_schedule where name = 'daily'`);
    expect(found.rows[0]?.settings).toMatchObject({
      cron: '15 8 * * *',
      targets: [
        { kind: 'mail', address: 'audit@alpha.example' },
        { kind: 'mail', address: 'ada@alpha.example' },
      ],
    });
    expect(faults).toEqual([]);
  }, 90_000);

  test.each([
    { width: 1280, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])(
    'tells administrators what arrived, and sends a test by the keyboard: $width pixels, $scheme',
    async (view) => {
      await database.db.query('delete from report_edition where test');
      const { page, faults } = await served.open('/deliveries', view);
      await page.getByText('Addresses of people stand here.').waitFor();
      expect(await page.content()).not.toContain('hpc-support@alpha.example');
      const { key } = await createKey(database.db, 'link', 'Ada', LINK_SECONDS);
      await page.goto(`${served.address}/sign-in#${key}`);
      await page.getByText('Signed in as Ada').first().waitFor();
      await page.goto(`${served.address}/`);
      // What needs a look is counted on the overview, and its number opens exactly those rows.
      await page.locator('.attention a[href="/deliveries?only=trouble"]').click();
      const rows = page.getByRole('table', { name: 'Deliveries, the latest report first' }).getByRole('row');
      await page.getByText(HOSTILE).waitFor();
      expect(await rows.count()).toBe(3);
      await page.goto(`${served.address}/deliveries`);
      await page.getByText('is tried again').waitFor();
      expect(await rows.count()).toBe(4);
      expect(await page.getByText('in 9 min').count()).toBe(1);
      if (shots) await page.screenshot({ path: join(shots, `deliveries-${view.width}.png`), fullPage: true });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Send a test weekly-alpha' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'To all 3 receivers' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('a test', { exact: true }).waitFor();
      expect(await rows.count()).toBe(5);
      const made = await database.db.query('select state from report_edition where test');
      expect(made.rows).toEqual([{ state: 'waiting' }]);
      expect(faults).toEqual([]);
    },
    90_000,
  );
});
