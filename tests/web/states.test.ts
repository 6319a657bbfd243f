import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../harness/tools.ts';
import { type Pages, startPages } from './browser.ts';
import { movesOf } from './moves.ts';

const chromium = needs('chromium', 'chromium');

/** Pages, the API answer each of them lives on, and what shows that it is there. */
const living: [path: string, answer: string, shows: string][] = [
  ['/', '/overview', 'Northern Institute'],
  ['/find?tool=samtools', '/find', '/apps/images/samtools_1.17.sif'],
  ['/nodes', '/nodes', 'cpu002'],
  ['/nodes/3', '/nodes/3', 'the place is not there'],
  ['/clusters/northern/fjord', '/clusters/northern/fjord', 'Its latest sweeps'],
  ['/sweeps', '/sweeps', 'interrupted'],
  ['/sweeps/41', '/visits', 'permission denied while trying to connect'],
  ['/held', '/held', '660 of 804'],
  ['/changes', '/changes', '5.14.0-427.13.1.el9_4.x86_64'],
  ['/fleet/kernels', '/fleet/kernels', '5.14.0-427.31.1.el9_4.x86_64'],
  ['/fleet/images', '/fleet/images', '<b>what is this</b>'],
  ['/compare?a=northern&b=southern', '/compare', 'build h00cdaf9_0 and h00cdaf9_0'],
  ['/tools/samtools', '/tools/samtools', '1.19.2'],
];

describe.skipIf(!chromium)('a page whose answer', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  });
  afterAll(() => pages?.close());

  test.each(living)(
    'comes late says that it is loading, and does not jump then: %s',
    async (path, _, shows) => {
      pages.mock.mood.delay = 500;
      const { page, faults, quiet } = await pages.open(path);
      await page
        .getByText(/^Loading .+ …$/)
        .first()
        .waitFor();
      await page.getByText(shows).first().waitFor();
      await quiet();
      pages.mock.mood.delay = 0;
      const { sum, what } = await movesOf(page);
      expect(sum, what.join('\n')).toBeLessThan(0.1);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  const pieces = ['/overview', '/overview/concerns', '/changes', '/drift', '/sites'];
  const orders = [pieces, pieces.toReversed(), [...pieces.slice(3), ...pieces.slice(0, 3)]];
  const widths = [1280, 390];

  test.each(widths.flatMap((width) => orders.map((order): [number, string] => [width, order.join(' ')])))(
    'is one of five does not move the others, in whatever order they come: %s px, %s',
    async (width, order) => {
      pages.mock.mood.late = Object.fromEntries(order.split(' ').map((path, at) => [path, 100 + 80 * at]));
      const { page } = await pages.open('/', { width });
      await page.getByText('Northern Institute').waitFor();
      await page.getByRole('link', { name: 'northern/fjord', exact: true }).waitFor();
      const { sum, what } = await movesOf(page);
      expect(sum, what.join('\n')).toBeLessThan(0.02);
      pages.mock.mood.late = {};
      await page.close();
    },
  );

  test.each(living)('fails says so, and asks again when told to: %s', async (path, answer, shows) => {
    pages.mock.mood.failing = [answer];
    const { page } = await pages.open(path);
    const alert = page
      .getByRole('alert')
      .filter({ hasText: 'the request failed inside the service' })
      .first();
    await alert.waitFor();
    pages.mock.mood.failing = [];
    // What stands on a page by itself, such as a chart, fails and is asked for by itself.
    const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
    while ((await again.count()) > 0) {
      const before = await again.count();
      await again.first().click();
      await expect.poll(() => again.count()).toBeLessThan(before);
    }
    await page.getByText(shows).filter({ visible: true }).first().waitFor();
    await page.close();
  });

  const without: [path: string, answer: string, says: string][] = [
    ['/sweeps', '/sweeps', 'No sweep yet.'],
    ['/sweeps?site=northern', '/sweeps', 'No sweep is like that.'],
    ['/sweeps/41', '/visits', 'No node has been visited.'],
    ['/sweeps/41?outcome=failed', '/visits', 'No visit of this sweep is like that.'],
    ['/held', '/held', 'Nothing is held back.'],
    ['/held?site=northern', '/held', 'Nothing is held back there.'],
    ['/reports', '/reports', 'No report yet.'],
    ['/reports?scope=northern', '/reports', 'No report of that was made.'],
    ['/nodes', '/nodes', 'No node is known yet.'],
    ['/nodes?role=gpu', '/nodes', 'No node is like that.'],
    ['/find', '/tools', 'No tool is known yet.'],
    ['/find?provider=spack', '/tools', 'No tool is like that.'],
    ['/check/missing', '/check/missing', 'Nothing was asked for in vain.'],
    ['/check/missing?from=2026-11', '/check/missing', 'Nothing was asked for in vain in these months.'],
    ['/compare?list=skew', '/compare/tools', 'No tool is there in several versions.'],
    ['/compare?list=skew&q=x', '/compare/tools', 'No tool is like that.'],
    ['/compare?list=gain&site=southern', '/compare/tools', 'Other sites have nothing that it has not.'],
  ];

  test.each(without)(
    'has no rows says why, and with filters no more than it knows: %s',
    async (path, answer, says) => {
      pages.mock.mood.empty = [answer];
      const { page } = await pages.open(path);
      await page.getByText(says, { exact: true }).waitFor();
      pages.mock.mood.empty = [];
      const all = page.getByRole('link', { name: 'Without filters' });
      if ((await all.count()) > 0) {
        await all.click();
        await expect.poll(() => page.getByText(says, { exact: true }).count()).toBe(0);
      }
      await page.close();
    },
  );

  test('fails later is shown as it was, with its age', async () => {
    const { page } = await pages.open('/nodes');
    await page.getByText('cpu002').waitFor();
    await page.getByRole('link', { name: 'Sweeps' }).click();
    await page.getByText('interrupted').waitFor();
    pages.mock.mood.failing = ['/nodes'];
    await page.goBack();
    const stale = page.getByRole('status').filter({ hasText: 'Shown as it was' });
    await stale.waitFor();
    expect(await stale.locator('time').getAttribute('datetime')).toMatch(/^\d{4}-/);
    await page.getByText('cpu002').waitFor();
    pages.mock.mood.failing = [];
    await stale.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => stale.count()).toBe(0);
    await page.close();
  });
});
