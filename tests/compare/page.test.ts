import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { needs } from '../harness/tools.ts';
import { type Served, servePages } from '../web/served.ts';
import { clusterOf, visitOf } from './sites.ts';

/** Where somebody wants to look at the pages. */
const { GAZETTEER_SHOTS: shots } = process.env;
const VIEWS = [
  { width: 1280, scheme: 'light' as const },
  { width: 390, scheme: 'dark' as const },
];

describe.skipIf(!needs('chromium', 'chromium'))('the page Compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-compare-'));
  let database: TestDatabase;
  let served: Served;

  beforeAll(async () => {
    database = await testDatabase();
    const numpy = 'numpy 1.26.4 py311h64a7726_0';
    const alpine = await clusterOf(database.db, 'alpine/edelweiss');
    await alpine.sweep([
      visitOf({ modules: ['samtools/1.17-GCC-12.2.0'], conda: [`${numpy} abc`, 'zlib 1.3.1 h4ab18f5_1'] }),
    ]);
    const harbour = await clusterOf(database.db, 'harbour/tide');
    await harbour.sweep([
      visitOf({ conda: [`${numpy} def`, 'zlib 1.3.1 h4ab18f5_1'], modules: ['samtools/1.18'] }),
    ]);
    served = await servePages(database.db, { GAZETTEER_STALE_DAYS: '99999' });
  }, 90_000);

  afterAll(async () => {
    await served?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(VIEWS)('counts what can be had, each with its rows, $width pixels, $scheme', async (view) => {
    const { page, faults } = await served.open(
      '/compare?a=alpine/edelweiss&b=harbour/tide&obtainable=count',
      view,
    );
    const told = page.getByText('Of tools that are not there in the same build');
    await told.waitFor();
    const [yes = 0, no = 0, unknown = 0] = (await told.getByRole('link').allTextContents()).map(Number);
    expect(yes + no + unknown).toBeGreaterThan(0);
    const rows = page.getByRole('table', { name: 'Tools, each with its best match' }).locator('tbody tr');
    for (const [at, count] of [yes, no, unknown].entries()) {
      await told.getByRole('link').nth(at).click();
      await page.waitForURL(/obtainable=(yes|no|unknown)/);
      await (count === 0 ? page.getByText('No tool is like that.') : rows.nth(count - 1)).waitFor();
      expect(await rows.count()).toBe(count);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    if (shots) await page.screenshot({ path: join(shots, `obtainable-${view.width}.png`), fullPage: true });
    expect(faults).toEqual([]);
  });

  test('a cluster offers its bill of materials and its modules for Open OnDemand', async () => {
    const { page } = await served.open('/clusters/alpine/edelweiss', { width: 1280, scheme: 'light' });
    await page.getByText('Take what it has elsewhere').click();
    for (const [link, name] of [
      ['CycloneDX as JSON', 'gazetteer-alpine-edelweiss.cdx.json'],
      ['edelweiss.json', 'edelweiss.json'],
    ] as const) {
      const waiting = page.waitForEvent('download');
      await page.getByRole('link', { name: link, exact: true }).click();
      const download = await waiting;
      expect(download.suggestedFilename()).toBe(name);
      expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toBeTypeOf('object');
    }
    if (shots) await page.screenshot({ path: join(shots, 'take.png'), fullPage: true });
  });

  test.each(VIEWS)('takes an inventory from a file, $width pixels, $scheme', async (view) => {
    const { page, faults } = await served.open('/clusters/alpine/edelweiss', view);
    await page.getByText('Take what it has elsewhere').click();
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Inventory as JSON' }).click();
    const file = join(folder, `edelweiss-${view.width}.json`);
    writeFileSync(file, readFileSync(await (await waiting).path()));
    await page.goto(`${served.address}/compare`);
    await page.getByRole('combobox', { name: 'in', exact: true }).fill('harbour');
    await page.getByLabel('The tools of: an inventory from a file').setInputFiles(file);
    await page.getByRole('table', { name: 'Tools, each with its best match' }).waitFor();
    expect(new URL(page.url()).searchParams.get('a')).toMatch(/^inventory:[0-9a-f]{64}$/);
    await page
      .getByRole('term')
      .filter({ hasText: `edelweiss-${view.width}.json (alpine/edelweiss) in harbour` })
      .waitFor();
    // What needs a history or whole environments is not offered.
    expect(await page.getByText('The score over the last 90 days').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    if (shots) await page.screenshot({ path: join(shots, `inventory-${view.width}.png`), fullPage: true });
    // The address alone gives the same again.
    await page.reload();
    await page.getByRole('table', { name: 'Tools, each with its best match' }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('takes a dropped inventory, and says what is wrong with what is none', async () => {
    const { page } = await served.open('/compare?b=harbour');
    const drop = (text: string) =>
      page
        .locator('.compare-field')
        .first()
        .evaluate((field, body) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([body], '<b>own</b>.json'));
          field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        }, text);
    await drop('{"format":"other"}');
    await page.getByRole('alert').getByText('<b>own</b>.json is no inventory').waitFor();
    const offerings = [{ tool: 'zlib', version: '1.3.1', build: 'h4ab18f5_1', provider: 'conda' }];
    const own = {
      format: 'gazetteer-inventory',
      version: 1,
      scope: 'me',
      at: '2026-01-01T00:00:00Z',
      offerings,
    };
    await drop(JSON.stringify(own));
    const table = page.getByRole('table', { name: 'Tools, each with its best match' });
    await table.getByText('same build').first().waitFor();
    expect(await table.locator('tbody tr').count()).toBe(1);
    await page.close();
  });

  test('an inventory that is not held any more is asked for again', async () => {
    const { page } = await served.open(`/compare?a=inventory:${'0'.repeat(64)}&b=harbour`);
    await page.getByText('Send it again').waitFor();
    await page.close();
  });

  test.each(VIEWS)('compares environments by all of their packages, $width pixels, $scheme', async (view) => {
    const { page, faults } = await served.open('/compare?a=alpine&b=harbour', view);
    await page.getByRole('link', { name: 'The conda environments, each by all of its packages' }).click();
    const table = page.getByRole('table', { name: /Environments, each with the one there/ });
    await table.getByText('/opt/conda/envs/one').first().waitFor();
    // numpy has other bytes there.
    await table.getByText('same version', { exact: true }).waitFor();
    expect(
      await page.getByRole('link', { name: 'Environments', exact: true }).getAttribute('aria-current'),
    ).toBe('page');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    if (shots) await page.screenshot({ path: join(shots, `environments-${view.width}.png`), fullPage: true });
    await page.getByLabel('With the package').fill('samtools');
    await page.getByText('No environment is like that.').waitFor();
    await page.getByLabel('With the package').fill('numpy');
    await table.getByRole('link', { name: 'difference' }).click();
    await page.getByRole('heading', { name: /Difference of/ }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('leads from a tool to the environments that have it', async () => {
    const { page } = await served.open('/tools/numpy');
    await page.getByRole('link', { name: 'Environments with it, compared' }).click();
    await page.getByText('Environments of which two places?').waitFor();
    await page.getByRole('combobox', { name: 'The tools of', exact: true }).fill('alpine');
    await page.getByRole('combobox', { name: 'in', exact: true }).fill('harbour');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('table', { name: /Environments, each with the one there/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('tool')).toBe('numpy');
    await page.close();
  });
});
