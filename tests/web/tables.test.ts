import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints } from '../../server/routes/endpoints.ts';
import { columnsOf } from '../../server/routes/exports/columns.ts';
import { needs } from '../harness/tools.ts';
import { type Pages, startPages } from './browser.ts';

const chromium = needs('chromium', 'chromium');

/** Pages whose table is a list of the API, with its columns and, of the first ones, its order in the address. */
const sorted = [
  '/nodes',
  '/sweeps',
  '/sweeps/41',
  '/held',
  '/changes',
  '/fleet/kernels',
  '/fleet/gpus',
  '/fleet/images',
  '/fleet/images?show=copies',
  '/compare?a=northern&b=southern',
  '/compare?list=skew',
  '/audit',
  '/compare',
  '/compare?a=northern&b=southern&series=yes',
  '/compare?list=bytes&tool=samtools',
  '/compare?list=environments&a=northern&b=southern',
  '/verdict?subject=pytorch&on=northern',
  '/drift?site=northern&cluster=fjord',
  '/drift',
  '/fleet/conda',
  '/fleet/conda?show=clusters',
  '/fleet/conda?show=channels',
  '/fleet/conda?show=owners',
];
const listed = [
  ...sorted,
  '/find?tool=samtools',
  '/clusters/northern/fjord',
  '/clusters/northern/fjord/history',
  '/nodes/3/history',
];

/** The list that an address of the API is of. */
function listAt(address: string) {
  const path = new URL(address, 'http://service').pathname.replace('/api/v1', '').replace(/\.\w+$/, '');
  const fits = (pattern: string) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  const found = endpoints.find((one) => one.path === path) ?? endpoints.find((one) => fits(one.path));
  if (!found?.item) throw new Error(`${path} is no list of the API`);
  return { query: found.query, columns: columnsOf(found.item).map(({ name }) => name) };
}

describe.skipIf(!chromium)('tables', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  });
  afterAll(() => pages?.close());

  test('are sorted by the address, which back and forward change', async () => {
    const { page, faults } = await pages.open('/nodes?outcome=failed');
    const sorted = () =>
      page.evaluate(() => document.querySelector('th[aria-sort]')?.getAttribute('aria-sort') ?? '');
    const asks = (sort: string) =>
      page.waitForRequest(
        (one) => one.url().includes('/api/v1/nodes?') && one.url().includes(`sort=${sort}`),
      );
    const head = page.getByRole('columnheader', { name: 'Kernel' }).getByRole('link');
    await head.waitFor();
    const up = asks('kernel');
    await head.click();
    await up;
    await page.waitForURL('**/nodes?outcome=failed&sort=kernel');
    expect(await sorted()).toBe('ascending');
    const down = asks('-kernel');
    await head.click();
    await down;
    await page.waitForURL('**/nodes?outcome=failed&sort=-kernel');
    expect(await sorted()).toBe('descending');
    expect(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).toBe(
      '/api/v1/nodes.csv?outcome=failed&sort=-kernel',
    );
    await page.goBack();
    await expect.poll(sorted).toBe('ascending');
    await page.goForward();
    await expect.poll(sorted).toBe('descending');
    await head.click();
    await page.waitForURL('**/nodes?outcome=failed');
    await expect.poll(sorted).toBe('');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('show the columns of the address, with the keyboard as well, and files hold the same', async () => {
    const { page, faults } = await pages.open('/nodes');
    await page.getByText('Columns', { exact: true }).focus();
    await page.keyboard.press('Enter');
    const kernel = page.getByRole('checkbox', { name: 'Kernel' });
    await kernel.focus();
    await page.keyboard.press('Space');
    await page.waitForURL(/columns=/);
    await expect.poll(() => page.getByRole('columnheader', { name: 'Kernel' }).count()).toBe(0);
    expect(await page.getByRole('checkbox', { name: 'Node' }).isDisabled()).toBe(true);
    await page.getByText('Columns (8 of 9)').waitFor();
    const href = (await page.getByRole('link', { name: 'XLSX' }).getAttribute('href')) ?? '';
    const columns = new URL(href, 'http://service').searchParams.get('columns');
    expect(columns).toBe(
      'name,site,cluster,role,architecture,told.architecture,os,told.os,gpus,told.gpus,outcome,reason.code,reason.message,visitedAt,lastGoodAt',
    );
    await kernel.check();
    await page.waitForURL('**/nodes');
    await page.goBack();
    await expect.poll(() => page.getByRole('columnheader', { name: 'Kernel' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('pairs fit a screen of 1280 pixels; what they show besides is there to be chosen, and in files', async () => {
    const { page, faults } = await pages.open('/compare', { width: 1280 });
    const table = page.locator('.table', {
      has: page.getByRole('table', { name: 'Pairs with their counts' }),
    });
    const extra = table.getByRole('columnheader', { name: 'near version' });
    const csv = async () =>
      new URL((await table.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '', 'http://service');
    await table.waitFor();
    expect(await extra.count()).toBe(0);
    expect(
      await table.locator('table').evaluate((own) => own.scrollWidth - (own.parentElement?.clientWidth ?? 0)),
    ).toBeLessThanOrEqual(0);
    expect((await csv()).searchParams.get('columns')).toBeNull();
    await table.getByText('Columns (9 of 12)').click();
    await table.getByRole('checkbox', { name: 'near version' }).check();
    await extra.waitFor();
    await expect.poll(async () => (await csv()).searchParams.get('columns')).toContain('near-version');
    await table.getByRole('checkbox', { name: 'near version' }).uncheck();
    await page.waitForURL((url) => !url.search.includes('columns='));
    await expect.poll(() => extra.count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('the drift of all clusters fits a screen of 1280 pixels', async () => {
    const { page } = await pages.open('/drift', { width: 1280 });
    const table = page.getByRole('table', { name: 'Clusters, by nodes that differ from their peers' });
    await table.waitFor();
    const over = table.evaluate((own) => own.scrollWidth - (own.parentElement?.clientWidth ?? 0));
    expect(await over).toBeLessThanOrEqual(0);
    await page.close();
  });

  test.each(listed)('%s: its orders and its columns are those of the API', async (path) => {
    pages.mock.mood.who = path === '/audit' ? 'ada' : null;
    const { page, faults } = await pages.open(path);
    const chooser = page.locator('details.chooser').first();
    await chooser.locator('summary').click();
    const table = page.locator('.table', { has: chooser }).first();
    const orders = await table
      .locator('th a.sort')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(orders.length).toBeGreaterThan(sorted.includes(path) ? 1 : -1);
    const boxes = chooser.getByRole('checkbox', { disabled: false });
    const count = await boxes.count();
    const csv = () => table.getByRole('link', { name: 'CSV' }).getAttribute('href');
    const told = new Set<string>();
    // What a column shows is in files that hold it: all but one, and then that one.
    for (const at of [0, count - 1]) {
      await boxes.nth(at).uncheck();
      await page.waitForURL(/columns=/);
      const chosen = async () => new URL((await csv()) ?? '', 'http://service').searchParams.get('columns');
      await expect.poll(chosen).not.toBeNull();
      const asked = (await chosen()) ?? '';
      for (const name of asked.split(',')) told.add(name);
      await boxes.nth(at).check();
      await page.waitForURL((url) => !url.search.includes('columns='));
    }
    const { query, columns } = listAt((await csv()) ?? '');
    expect([...told].filter((name) => !columns.includes(name))).toEqual([]);
    expect(told.size).toBeGreaterThan(2);
    const refused = orders
      .map(
        (href) =>
          [...new URL(href ?? '', 'http://page').searchParams].find(([name]) =>
            /(^|\.)sort$/.test(name),
          )?.[1],
      )
      .filter((sort) => !query.extend({}).partial().strict().safeParse({ sort }).success);
    expect(refused).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });
});
