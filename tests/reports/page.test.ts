import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, LINK_SECONDS } from '../../server/admin/keys.ts';
import { configFrom } from '../../server/config.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { type JobWorker, startWorker } from '../../server/jobs/worker.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { needs } from '../harness/tools.ts';
import { violations } from '../web/axe.ts';
import { type Served, servePages } from '../web/served.ts';
import { recordGoldenWeek } from './goldenWeek.ts';

/** Where somebody wants to look at the pages. */
const { GAZETTEER_SHOTS: shots } = process.env;

describe.skipIf(!needs('chromium', 'chromium'))('the page of reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-reports-page-'));
  let database: TestDatabase;
  let served: Served;
  let worker: JobWorker | undefined;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareQueue(database.url);
    await recordGoldenWeek(database.db);
    served = await servePages(database.db, { GAZETTEER_DATA: folder });
    if (shots) mkdirSync(shots, { recursive: true });
  }, 90_000);
  afterAll(async () => {
    await worker?.stop();
    await served?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const signedIn = async (view?: { width: number; scheme: 'light' | 'dark' }) => {
    const { key } = await createKey(database.db, 'link', 'Ada', LINK_SECONDS);
    const opened = await served.open(`/sign-in#${key}`, view);
    await opened.page.getByText('Signed in as Ada').first().waitFor();
    await opened.page.goto(`${served.address}/reports`);
    return opened;
  };

  test('says what is wrong with a node set, and of an order that failed why', async () => {
    const { page } = await signedIn();
    await page.getByRole('combobox', { name: 'Make a report of' }).fill('alpha/hpc1:cpu[1-');
    await page.getByRole('button', { name: 'Make', exact: true }).click();
    await page.getByText('the node set is wrong at column 4').waitFor();
    const { rows } = await database.db.query<{ id: number }>(
      `insert into report_order (scope, from_at, to_at, time_zone, state, code, message, next_at)
       values ('', now() - interval '1 day', now(), 'UTC', 'failed', 'bug', 'it <b>broke</b>', null) returning id`,
    );
    await page.goto(`${served.address}/reports?making=${rows[0]?.id}`);
    await page.getByText('The report could not be made: it <b>broke</b>').waitFor();
    await page.getByRole('link', { name: 'Ask for another one' }).click();
    await page.waitForURL(/\/reports$/);
  }, 60_000);

  test.each([
    { width: 1280, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])(
    'has a report of some nodes made, says how far it is, and leads to it: $width pixels',
    async (view) => {
      await database.db.query('truncate report_order');
      const { page, faults } = await signedIn(view);
      await page.getByRole('combobox', { name: 'Make a report of' }).fill('alpha/hpc1:cpu[1-2]');
      await page.getByLabel('First day').fill('2026-11-16');
      await page.getByLabel('Last day').fill('2026-11-22');
      await page.getByRole('button', { name: 'Make', exact: true }).focus();
      await page.keyboard.press('Enter');
      // Nobody works yet.
      await page.getByText('No worker runs, so that the report waits').waitFor();
      if (shots)
        await page.screenshot({ path: join(shots, `reports-making-${view.width}.png`), fullPage: true });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
      const { db, url } = database;
      const log = pino({ level: 'silent' });
      const config = configFrom({ GAZETTEER_DATA: folder });
      worker = await startWorker({ db, url, log, dataFolder: folder, parallel: 2, config });
      await page.waitForURL(/\/reports\/\d+$/, { timeout: 30_000 });
      await page.getByRole('heading', { level: 1, name: 'alpha/hpc1:cpu[1-2], week 2026-W47' }).waitFor();
      await worker.stop();
      worker = undefined;
      await db.query('delete from worker');
      await page.getByText('alpha has no other cluster to compare with.').waitFor();
      await page.getByText(/^As of .* \(UTC\), when the report was made\. Nodes are compared/).waitFor();
      if (shots)
        await page.screenshot({ path: join(shots, `report-nodes-${view.width}.png`), fullPage: true });
      // A number leads to the page with these nodes alone, which says so.
      await page.locator('dt:text-is("Nodes in service") + dd a').click();
      await page.waitForURL(/nodes=cpu%5B1-2%5D/);
      await page.getByRole('link', { name: 'No longer only nodes cpu[1-2]' }).waitFor();
      const rows = page.getByRole('table', { name: 'Nodes, with their latest visit' }).getByRole('row');
      await rows.nth(2).waitFor();
      expect(await rows.count()).toBe(3);
      // Back to the report, and then to the list: not to the order again.
      await page.goBack();
      await page.waitForURL(/\/reports\/\d+$/);
      await page.goBack();
      await page.waitForURL(/\/reports$/);
      expect(faults).toEqual([]);
    },
    90_000,
  );
});
