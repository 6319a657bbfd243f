import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../harness/tools.ts';
import { type Pages, startPages } from './browser.ts';

const DAY = 86_400_000;

describe.skipIf(!needs('chromium', 'chromium'))('a reader', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  });
  afterAll(() => pages?.close());

  /** What moves by itself, or would when it changes. */
  const movingOn = (page: Page) =>
    page.evaluate(() => {
      const longerThanNothing = (times: string) =>
        times.split(',').some((time) => Number.parseFloat(time) > 0);
      const moving = [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationDuration, animationName, scrollBehavior } =
          getComputedStyle(element);
        return (
          longerThanNothing(transitionDuration) ||
          (animationName !== 'none' && longerThanNothing(animationDuration)) ||
          scrollBehavior === 'smooth'
        );
      });
      const named = moving.map(({ tagName, className }) => `${tagName}.${String(className)}`);
      return [...named, ...document.getAnimations().map((one) => `runs: ${one.constructor.name}`)];
    });

  /** Pictures of the charts of a page, one after the other. */
  const drawn = (page: Page) =>
    page.evaluate(() => [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()));

  test.each(['/', '/nodes', '/find?tool=samtools', '/compare?a=northern&b=southern&series=yes'])(
    'who wants less motion sees none on %s',
    async (path) => {
      pages.mock.mood.delay = 300;
      const { page, quiet } = await pages.open(path, { motion: 'reduce' });
      await page.locator('.loading').first().waitFor();
      expect(await movingOn(page)).toEqual([]);
      await quiet();
      pages.mock.mood.delay = 0;
      expect(await movingOn(page)).toEqual([]);
      // The other way round something moves, so that looking for it can find it.
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      expect(await movingOn(page)).not.toEqual([]);
      await page.close();
    },
  );

  test.each(['reduce', 'no-preference'] as const)(
    'sees charts that are drawn at once: %s',
    async (motion) => {
      const { page, quiet } = await pages.open('/compare?a=northern&b=southern&series=yes', { motion });
      await page.locator('canvas').first().waitFor();
      await quiet();
      const first = await drawn(page);
      expect(first.length).toBeGreaterThan(0);
      await page.evaluate(() => new Promise((passed) => setTimeout(passed, 200)));
      expect(await drawn(page)).toEqual(first);
      await page.close();
    },
  );

  // The hour from 2:00 to 3:00 of that night comes twice in Oslo; in New York it is the evening before.
  const NIGHT = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'];

  test.each([
    [
      'Europe/Oslo',
      ['Sunday, October 25, 2026 at 2:30:00 AM GMT+2', 'Sunday, October 25, 2026 at 2:30:00 AM GMT+1'],
    ],
    [
      'America/New_York',
      ['Saturday, October 24, 2026 at 8:30:00 PM EDT', 'Saturday, October 24, 2026 at 9:30:00 PM EDT'],
    ],
  ])('in %s sees times of that zone, also in the night when clocks are put back', async (zone, told) => {
    const { page, quiet } = await pages.open('/nowhere', { zone });
    await page.route(/\/api\/v1\/nodes\?/, async (route) => {
      const response = await route.fetch();
      const { items, ...rest } = await response.json();
      const times = items.map((row: object, at: number) => ({
        ...row,
        visitedAt: NIGHT[at],
        lastGoodAt: NIGHT[at],
      }));
      await route.fulfill({ response, json: { ...rest, items: times.slice(0, 2) } });
    });
    await page.goto(`${pages.mock.address}/nodes`);
    await page.locator('tbody time').first().waitFor();
    await quiet();
    const times = await page
      .locator('tbody time')
      .evaluateAll((all) =>
        all.map((one) => ({ title: one.getAttribute('title'), at: one.getAttribute('datetime') })),
      );
    expect(times.map(({ at }) => at)).toEqual(NIGHT);
    // An old one says after it that it is old.
    expect(times.map(({ title }) => title?.split(';')[0]?.replaceAll(/\s/g, ' '))).toEqual(told);
    await page.close();
  });

  test('sees days in that zone, with the exact time on hover', async () => {
    const { page } = await pages.open('/compare?a=northern&b=southern&series=yes', {
      zone: 'Pacific/Kiritimati',
    });
    const days = page.getByRole('table', { name: /^The score over/ }).locator('time');
    await days.first().waitFor();
    for (const day of await days.all()) {
      const at = new Date((await day.getAttribute('datetime')) ?? '');
      // Fourteen hours ahead, without summer time.
      const there = new Date(at.getTime() + 14 * 3_600_000);
      expect(await day.textContent()).toContain(String(there.getUTCDate()));
      expect(await day.getAttribute('title')).toContain('GMT+14');
    }
    await page.close();
  });

  test.each(['/', '/find?tool=samtools', '/nodes', '/nodes/5', '/clusters/northern/fjord'])(
    'is told on %s what is older than the service is set to call old',
    async (path) => {
      const marked = async (staleDays: number) => {
        pages.mock.mood.staleDays = staleDays;
        const { page, quiet } = await pages.open(path);
        await page.locator('main time').first().waitFor();
        await quiet();
        const old = await page.locator('main time.age-old').evaluateAll((all) =>
          all.map((one) => ({
            at: one.getAttribute('datetime') ?? '',
            title: one.getAttribute('title') ?? '',
          })),
        );
        await page.close();
        return old;
      };
      const old = await marked(7);
      expect(old.length).toBeGreaterThan(0);
      for (const { at, title } of old) {
        expect(Date.now() - Date.parse(at)).toBeGreaterThan(7 * DAY);
        expect(title).toContain('older than 7 days');
      }
      expect(await marked(4000)).toEqual([]);
      pages.mock.mood.staleDays = 7;
    },
  );
});
