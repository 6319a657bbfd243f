import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../harness/tools.ts';
import { type Pages, startPages } from './browser.ts';

const chromium = needs('chromium', 'chromium');

/** Presses Tab until a thing has the focus; each stop on the way can be seen to have it. */
async function tabTo(page: Page, name: RegExp, role = ''): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const own = document.activeElement;
      const style = own ? getComputedStyle(own) : undefined;
      const label = own instanceof HTMLInputElement ? own.labels?.[0]?.textContent : undefined;
      return {
        name: own?.getAttribute('aria-label') ?? label ?? own?.textContent ?? '',
        tag: own?.tagName.toLowerCase() ?? '',
        seen:
          style !== undefined && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
      };
    });
    expect(stop.seen, `${stop.tag} ${stop.name.slice(0, 60)} shows no focus`).toBe(true);
    if (name.test(stop.name) && (role === '' || stop.tag === role)) return;
  }
  throw new Error(`Tab does not come to ${name}`);
}

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

  test('two places are compared, the list is sorted, and the number of rows is told', async () => {
    const { page, faults } = await pages.open('/compare');
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
    expect(faults).toEqual([]);
    await page.close();
  });
});
