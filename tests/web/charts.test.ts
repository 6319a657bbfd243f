import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../harness/tools.ts';
import { readPng } from '../screenshots/png.ts';
import { type Pages, startPages } from './browser.ts';

const chromium = needs('chromium', 'chromium');

/** Pages with charts, and how many there are once everything is there. */
const withCharts: [path: string, charts: string[]][] = [
  ['/fleet/kernels', ['Kernels by cluster']],
  ['/fleet/gpus', ['GPU models by cluster', 'Drivers, and the CUDA or ROCm that they support']],
  ['/fleet/conda?show=clusters', ["Environments by cluster, and the use of Anaconda's own channels"]],
  ['/fleet/conda?show=channels', ['Environments by channel']],
  ['/fleet/conda?show=owners', ['Environments by owner']],
  ['/tools/samtools', ['Versions, by the clusters that have them']],
  ['/changes?chart=cluster', ['Changes by cluster']],
  ['/fleet/images?show=copies', ['Space that copies take beyond one of each']],
  ['/compare?a=northern&b=southern&series=yes', ['The tools of northern in southern']],
];

describe.skipIf(!chromium)('charts', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  });
  afterAll(() => pages?.close());

  describe.each([
    { width: 1280, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])('$width pixels, $scheme', (view) => {
    test.each(withCharts)('%s', async (path, charts) => {
      const { page, faults } = await pages.open(path, view);
      for (const title of charts) {
        const chart = page.getByRole('figure', { name: title });
        await chart.locator('canvas.chart-drawn').waitFor();
        expect(await colours(page, title)).toBeGreaterThan(3);
        const numbers = chart.getByText('The numbers as a table');
        if ((await numbers.count()) > 0) await numbers.click();
        // The table has a row for each that is drawn.
        expect(await chart.locator('tbody tr').count()).toBeGreaterThan(0);
      }
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      // Content-Security-Policy is as strict as the service's own; the console tells what it forbids.
      expect(faults).toEqual([]);
      await page.close();
    });
  });

  const KERNELS = '/fleet/kernels';
  const TITLE = 'Kernels by cluster';

  test('space is kept until a chart is drawn', async () => {
    const { page } = await pages.open('/nodes');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/assets/draw-*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(pages.mock.address + KERNELS);
    const chart = page.getByRole('figure', { name: TITLE });
    await chart.waitFor();
    expect(await chart.locator('canvas.chart-drawn').count()).toBe(0);
    const before = await chart.locator('.chart-numbers').boundingBox();
    release();
    await chart.locator('canvas.chart-drawn').waitFor();
    expect(await chart.locator('.chart-numbers').boundingBox()).toEqual(before);
    await page.close();
  });

  test('names that need lines of their own on a phone have the room for them', async () => {
    const heights: number[] = [];
    for (const width of [1280, 320]) {
      const { page } = await pages.open(KERNELS, { width });
      const chart = page.getByRole('figure', { name: TITLE });
      await chart.locator('canvas.chart-drawn').waitFor();
      heights.push((await chart.locator('canvas').boundingBox())?.height ?? 0);
      await page.close();
    }
    // That of a kernel and "not known" take some 300 pixels, where 260 are there.
    expect(heights[1]).toBe((heights[0] ?? 0) + 23);
  });

  test('a chart that cannot be drawn leaves its numbers, each with its rows', async () => {
    const { page } = await pages.open('/nodes');
    await page.route('**/assets/draw-*.js', (route) => route.abort());
    await page.goto(pages.mock.address + KERNELS);
    const chart = page.getByRole('figure', { name: TITLE });
    await chart.getByText('could not be drawn').waitFor();
    await chart.getByText('The numbers as a table').click();
    const row = chart.getByRole('row').filter({ hasText: 'northern/fjord' });
    await row.getByRole('link', { name: '2', exact: true }).click();
    await page.waitForURL(/\/fleet\/kernels\?.*value=5\.14\.0-427\.13\.1\.el9_4\.x86_64/);
    expect(new URL(page.url()).searchParams.get('cluster')).toBe('fjord');
    await page.close();
  });

  test('a click on a bar opens its rows, and a picture and the rows are kept as files', async () => {
    const { page, faults } = await pages.open(KERNELS);
    const chart = page.getByRole('figure', { name: TITLE });
    await chart.locator('canvas.chart-drawn').waitFor();
    const saving = page.waitForEvent('download');
    await chart.getByRole('button', { name: 'PNG' }).click();
    const picture = await saving;
    expect(picture.suggestedFilename()).toBe('gazetteer-kernels-by-cluster.png');
    const bytes = readFileSync(await picture.path());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(600);
    await chart.getByText('The numbers as a table').click();
    const rows = page.waitForEvent('download');
    await chart.getByRole('button', { name: 'CSV' }).click();
    expect(readFileSync(await (await rows).path(), 'utf8')).toContain('northern/fjord,2,');
    const canvas = chart.locator('canvas');
    const box = await canvas.boundingBox();
    // The first bar begins where its name ends: some way in, below the legend.
    for (const share of [0.3, 0.4, 0.5]) {
      await canvas.click({ position: { x: (box?.width ?? 0) * share, y: 55 } });
      if (page.url().includes('value=')) break;
    }
    await page.waitForURL(/value=5\.14/);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a picture of a stored report is kept as its files have it, with title and unit', async () => {
    const { page, faults } = await pages.open('/reports/7', { scheme: 'dark' });
    const figures = page.locator('figure.report-chart');
    await figures.first().waitFor();
    expect(await figures.locator('.chart-unit').count()).toBe(await figures.count());
    const saving = page.waitForEvent('download');
    await figures.first().getByRole('button', { name: 'PNG' }).click();
    const picture = await saving;
    expect(picture.suggestedFilename()).toMatch(/^gazetteer-.*\.png$/);
    const { width, height, pixels } = readPng(readFileSync(await picture.path()));
    const drawn = await figures.first().locator('svg').first().boundingBox();
    expect(width).toBe(2 * (Number(await figures.first().locator('svg').first().getAttribute('width')) + 32));
    expect(height).toBeGreaterThan(2 * (drawn?.height ?? 0));
    // Light ground whatever the page is on, and something is drawn below the title, in more than one colour.
    expect([...pixels.subarray(0, 3)]).toEqual([252, 253, 251]);
    const colours = new Set<string>();
    for (let at = 2 * 44 * width * 3; at < pixels.length; at += 3)
      colours.add(pixels.subarray(at, at + 3).join());
    expect(colours.size).toBeGreaterThan(3);
    // What its numbers are is a link away.
    const table = await figures.first().getByRole('link').getAttribute('href');
    expect(await page.locator(`${table} table`).count()).toBe(1);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a comparison goes back to a day, by sliding or by typing, and to now again', async () => {
    const { page, faults } = await pages.open('/compare?a=northern&b=southern');
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await page.waitForURL((url) => url.searchParams.get('a') === `northern@${yesterday}`);
    await page.getByLabel('As it was on').fill('2026-03-01');
    await page.waitForURL((url) => url.searchParams.get('b') === 'southern@2026-03-01');
    await page.getByRole('link', { name: 'Now' }).click();
    await page.waitForURL((url) => url.searchParams.get('a') === 'northern');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a tool leads to the images that contain it', async () => {
    const { page } = await pages.open('/tools/samtools');
    await page.getByText('Images that contain it').waitFor();
    await page.locator('.page-lead').getByRole('link', { name: 'apptainer', exact: true }).click();
    await page.waitForURL('**/find?tool=samtools&provider=apptainer');
    await page.close();
  });

  test('another scheme draws the chart in its colours', async () => {
    const { page } = await pages.open(KERNELS, { scheme: 'light' });
    await page.locator('canvas.chart-drawn').first().waitFor();
    const light = await page.locator('canvas').first().screenshot();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect
      .poll(async () => (await page.locator('canvas').first().screenshot()).equals(light))
      .toBe(false);
    await page.close();
  });
});

/** How many colours a canvas has: one that is blank has one. */
function colours(page: Page, title: string): Promise<number> {
  return page
    .getByRole('figure', { name: title })
    .locator('canvas')
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const seen = new Set<number>();
      for (let at = 0; at < pixels.length; at += 4)
        seen.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
      return seen.size;
    });
}
