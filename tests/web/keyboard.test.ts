import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../harness/tools.ts';
import { type Pages, startPages } from './browser.ts';
import { copiedText, tabTo } from './tabTo.ts';

const chromium = needs('chromium', 'chromium');

const WIDTHS = [1280, 390];

describe.skipIf(!chromium)('with the keyboard alone', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  });
  afterAll(() => pages?.close());

  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '');

  test('the first stop skips what is above the page, and a new page begins at its beginning', async () => {
    const { page, faults } = await pages.open('/nodes');
    await page.getByText('cpu002').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('main');
    await tabTo(page, /^cpu002$/, 'a');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/nodes/3');
    await expect.poll(() => focused(page)).toBe('main');
    await expect.poll(() => page.title()).toContain('cpu002');
    expect(faults).toEqual([]);
    await page.close();
  });

  test.each(WIDTHS)('a tool is found, its line copied, and its versions seen: %i px', async (width) => {
    const { page, faults } = await pages.open('/', { width });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByText('Northern Institute').waitFor();
    await tabTo(page, /^Find a tool/, 'input');
    await page.keyboard.type('samt');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/find?tool=samtools');
    await page
      .getByRole('button', { name: /^Copy: SAMtools 1\.17 on fjord/ })
      .first()
      .waitFor();
    await tabTo(page, /^Copy: SAMtools 1\.17 on fjord/, 'button');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
    expect(await copiedText(page)).toBe('apptainer exec /apps/images/samtools_1.17.sif samtools');
    // From the beginning of the page again.
    await page.reload();
    await page.getByText('versions by place').waitFor();
    await tabTo(page, /^versions by place$/, 'a');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tools/samtools');
    expect(faults).toEqual([]);
    await page.close();
  });

  test.each(WIDTHS)('two places are compared and sorted, and a line is copied: %i px', async (width) => {
    const { page, faults } = await pages.open('/compare', { width });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByText('0.612').first().waitFor();
    await tabTo(page, /^The tools of/);
    await page.keyboard.type('northern');
    await tabTo(page, /^in/);
    await page.keyboard.type('southern');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare?a=northern&b=southern');
    await page.getByRole('table', { name: /each with its best match/ }).waitFor();
    expect(
      await page
        .getByRole('status')
        .filter({ hasText: /\d+ rows?/ })
        .count(),
    ).toBe(1);
    await tabTo(page, /^Match/, 'a');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare?a=northern&b=southern&sort=match');
    await tabTo(page, /^Copy: /, 'button');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
    expect(await copiedText(page)).not.toBe('');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('cards of a narrow page are sorted by what stands above them', async () => {
    const { page, faults } = await pages.open('/nodes', { width: 390 });
    await page.getByText('cpu002').first().waitFor();
    await tabTo(page, /^Kernel/, 'a');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/nodes?sort=kernel');
    const heads = page.getByRole('columnheader');
    expect((await heads.allTextContents()).join(' ')).toContain('Kernel');
    // What cannot be sorted stands in the cards alone.
    expect(await heads.filter({ hasText: 'GPUs' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a filter keeps the focus while its answer comes, and a sorted column as well', async () => {
    const { page } = await pages.open('/nodes');
    const name = () => page.evaluate(() => document.activeElement?.parentElement?.textContent ?? '');
    await page.getByText('cpu002').first().waitFor();
    await tabTo(page, /^Latest visit/, 'select');
    await page.keyboard.press('f');
    await page.waitForURL('**/nodes?outcome=failed');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    expect(await name()).toContain('Latest visit');
    await tabTo(page, /^Kernel/, 'a');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/nodes?outcome=failed&sort=kernel');
    expect(await name()).toContain('Kernel');
    await page.close();
  });
});
