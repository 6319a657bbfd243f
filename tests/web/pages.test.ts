import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../harness/tools.ts';
import { violations } from './axe.ts';
import { type Pages, startPages, type Watched } from './browser.ts';
import { hashes } from './mock/documents.ts';

const chromium = needs('chromium', 'chromium');

/** Every page, what it must show, and how that is found. */
const everyPage: [path: string, heading: string, shows: string][] = [
  ['/', 'What every node of every cluster offers', 'Northern Institute'],
  ['/find', 'Find', 'Index of tools'],
  ['/find?tool=samtools', 'Find', 'apptainer exec /apps/images/samtools_1.17.sif samtools'],
  ['/check', 'Check my environment', 'What you need'],
  ['/nodes', 'Nodes', 'cpu002'],
  ['/nodes/3', 'cpu002', 'the place is not there'],
  ['/nodes/3', 'cpu002', 'shared with other nodes, read on n01'],
  ['/nodes/5', 'gpu02', 'The latest visit learnt nothing.'],
  ['/nodes/8', 'n02', 'Not visited yet.'],
  ['/nodes/9', '<script>alert(1)</script>', 'Evil OS'],
  ['/nodes/3/history', 'History of cpu002', '/apps/<b>modules</b>'],
  ['/clusters/northern/fjord/history', 'History of fjord', 'nothing came after it'],
  ['/clusters/northern/fjord', 'fjord', 'Its latest sweeps'],
  ['/clusters/northern/fjord', 'fjord', '5.14.0-<i>old</i>'],
  ['/clusters/northern/fjord', 'fjord', 'slurm 23.11.4'],
  ['/clusters/northern/fjord', 'fjord', 'names 40 of 64 nodes no more'],
  ['/clusters/northern/fjord', 'fjord', '/etc/ansible/hosts:7: a quote is not closed'],
  [`/documents/${hashes.modules}`, 'modules.tree', '304'],
  [`/documents/${hashes.modules}`, 'modules.tree', '/apps/modules/all, read on cpu001'],
  [`/documents/${hashes.image}`, 'images.file', '58.6 MiB'],
  ['/changes', 'Changes', '5.14.0-427.13.1.el9_4.x86_64'],
  ['/changes?category=offerings&since=30d', 'Changes', '1.17 oci-config f5e4d3c2b1a0'],
  [`/documents/${hashes.os}/diff/${hashes.hardware}`, 'Difference of kernel.node', 'avx512f'],
  [
    `/documents/${hashes.os}/diff/${hashes.hardware}?as=facts`,
    'Difference of kernel.node',
    '@@ -1,4 +1,4 @@',
  ],
  [`/documents/${hashes.os}/diff/${hashes.hardware}?as=side`, 'Difference of kernel.node', 'Side by side'],
  ['/drift', 'Drift', 'Clusters, by nodes that differ from their peers'],
  ['/drift?site=northern&cluster=fjord', 'Drift', 'A newer kernel is installed than runs'],
  ['/sweeps', 'Sweeps', 'interrupted'],
  ['/sweeps/41', 'Sweep 41', 'permission denied while trying to connect'],
  ['/reports', 'Reports', '97.4 %'],
  ['/reports/7', '<b>week</b>', 'Read this first'],
  ['/check/missing', 'Asked for and nowhere', 'deepvariant'],
  ['/held', 'Held back', '660 of 804'],
  ['/compare', 'Compare', '0.612'],
  ['/compare?of=clusters', 'Compare', 'northern/fjord'],
  ['/compare?at=2026-11-01&tools=samtools <b>x</b>', 'Compare', 'by what had been read until then'],
  ['/compare?a=northern&b=southern&tools=<i>y</i>', 'Compare', 'Nothing here is called <i>y</i>'],
  ['/compare?a=northern&b=southern', 'Compare', 'build h00cdaf9_0 and h00cdaf9_0'],
  ['/compare?a=northern&b=southern&series=yes', 'Compare', 'Oct 1, 26'],
  ['/compare?list=skew', 'Compare', 'Most common'],
  ['/compare?list=gain', 'Compare', 'Choose a site.'],
  ['/compare?list=gain&site=southern', 'Compare', 'unknown: not everything was read'],
  ['/compare?list=bytes&tool=samtools', 'Compare', 'What the labels of samtools stand for'],
  ['/compare?list=environments', 'Compare', 'Environments of which two places?'],
  ['/compare?list=environments&a=northern&b=southern', 'Compare', 'biology-with-a-long-name-2024.06'],
  ['/verdict', 'Will it run', 'Image or environment'],
  ['/verdict?subject=pytorch&on=northern', 'Will it run', 'these nodes have no NVIDIA card'],
  ['/fleet/kernels', 'Kernels', '5.14.0-427.31.1.el9_4.x86_64'],
  ['/fleet/gpus?by=fleet', 'GPUs and drivers', '<img src=x onerror=alert(1)>'],
  ['/fleet/images', 'Images', '<b>what is this</b>'],
  ['/fleet/images?age=older', 'Images', 'When images were made'],
  ['/fleet/images?form=podman', 'Images', 'not said (reproducible build)'],
  ['/fleet/images?show=copies', 'Images', '352 MiB'],
  ['/fleet/conda', 'Conda', '/home/<b>eve</b>/conda/envs/bio'],
  ['/fleet/conda?show=clusters', 'Conda', '1,200'],
  ['/tools/samtools', 'SAMtools', '<i>odd</i>'],
  ['/tools/samtools', 'SAMtools', 'what the others are matched with'],
  ['/tools/samtools?series=yes', 'SAMtools', '<b>1.19.2</b>'],
  ['/fleet/weather', 'No such page', 'overview'],
  ['/nowhere', 'No such page', 'overview'],
  ['/nodes/%', 'No such page', 'overview'],
];

/** Those that show more to an administrator who is signed in. */
const administratorsPages: typeof everyPage = [
  ['/audit', 'Audit', 'suspects accept'],
  ['/held', 'Held back', 'Reject'],
  ['/sweeps', 'Sweeps', 'Start a sweep of'],
  ['/clusters/northern/fjord', 'fjord', 'Reason to pause'],
  ['/sign-in', 'Sign in', 'Signed in as ada'],
];

describe.skipIf(!chromium)('pages', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  });
  afterAll(() => pages?.close());

  const sees = ({ page }: Watched, text: string) =>
    page.getByText(text).filter({ visible: true }).first().waitFor();

  /** What holds of every page, at any width and in any colours. */
  async function isSound({ page, faults }: Watched): Promise<void> {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    // Every table says what it is of, and names its columns and rows.
    // Counted in one step: between two, a page may draw one more.
    const unsaid = await page.evaluate(() => ({
      tables: [...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent).length,
      headings: document.querySelectorAll('th:not([scope])').length,
      times: document.querySelectorAll('time:not([datetime])').length,
      // A sign says one thing, and says it to those who do not see it as well.
      dashes: [...document.querySelectorAll('td, dd, th')].filter(
        (cell) => /^[-–—]$/.test(cell.textContent.trim()) && !cell.querySelector('.dash[aria-label][title]'),
      ).length,
    }));
    expect(unsaid).toEqual({ tables: 0, headings: 0, times: 0, dashes: 0 });
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
  }

  const seen: [who: string | null, path: string, heading: string, shows: string][] = [
    ...everyPage.map(([...one]): [null, string, string, string] => [null, ...one]),
    ...administratorsPages.map(([...one]): [string, string, string, string] => ['ada', ...one]),
  ];

  test.each(seen)(
    'as %s %s, at 1280 pixels in light and at 390 in dark',
    async (who, path, heading, shows) => {
      pages.mock.mood.who = who;
      const opened = await pages.open(path);
      const { page, quiet } = opened;
      await sees(opened, shows);
      // What is looked for may come with one answer, and the heading with another.
      await quiet();
      expect(((await page.locator('h1').textContent()) ?? '').replaceAll(/\s+/g, ' ')).toContain(heading);
      expect(await page.title()).toContain('Gazetteer');
      await isSound(opened);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await sees(opened, shows);
      await quiet();
      await isSound(opened);
      await page.close();
      pages.mock.mood.who = null;
    },
  );

  test('a tool is found with the keyboard alone', async () => {
    const { page, faults } = await pages.open('/');
    const box = page.getByRole('combobox', { name: 'Find a tool' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip');
    while (!(await box.evaluate((element) => element === document.activeElement)))
      await page.keyboard.press('Tab');
    await page.keyboard.type('sa');
    await page.getByRole('option', { name: 'Sambamba' }).waitFor();
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    const active = await box.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/find?tool=samtools');
    await page.getByRole('button', { name: 'Copy: SAMtools 1.17 on fjord' }).first().waitFor();
    expect(await page.getByText('cpu[001-002]').count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('what is typed is suggested with what it is, and a version by its beginning', async () => {
    const { page, faults } = await pages.open('/find');
    const box = page.getByRole('combobox', { name: 'Find a tool' });
    await box.fill('samt');
    const option = page.getByRole('listbox').getByRole('option').first();
    await option.getByText('What SAMtools is <b>for</b>').waitFor();
    expect(await option.getByText('1.19.2').count()).toBe(1);
    await box.fill('samtools 1.1');
    await page.getByRole('option', { name: 'SAMtools 1.17' }).waitFor();
    expect(await page.getByRole('listbox').getByRole('option').count()).toBe(2);
    await box.press('ArrowDown');
    await box.press('ArrowDown');
    await box.press('Enter');
    await page.waitForURL('**/find?tool=samtools&version=1.17');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('an answer is narrowed by what nodes are, and each entry has an address of its own', async () => {
    const { page, faults } = await pages.open('/find?tool=samtools');
    await page.getByRole('combobox', { name: 'GPU' }).selectOption('<b>H100</b>');
    await page.waitForURL('**/find?tool=samtools&gpu=%3Cb%3EH100%3C%2Fb%3E');
    await page.getByRole('searchbox', { name: 'Conda channel' }).fill('bioconda');
    await page.waitForURL('**&channel=bioconda');
    expect(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).toContain(
      'gpu=%3Cb%3EH100%3C%2Fb%3E&channel=bioconda',
    );
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await page.waitForURL('**/find?tool=samtools');
    const entry = page.getByRole('link', { name: /^This entry.*SAMtools 1\.17 as conda/ }).first();
    const address = new URL((await entry.getAttribute('href')) ?? '', 'http://here');
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      tool: 'samtools',
      version: '1.17',
      provider: 'conda',
      build: 'h00cdaf9_0',
    });
    await entry.click();
    await page.getByRole('link', { name: 'No longer only the build h00cdaf9_0' }).click();
    await page.waitForURL((url) => !url.search.includes('build='));
    expect(faults).toEqual([]);
    await page.close();
  });

  test('Escape closes the suggestions and keeps the text, and a typed version is searched', async () => {
    const { page } = await pages.open('/find');
    const box = page.getByRole('combobox', { name: 'Find a tool' });
    await box.fill('samtools 1.18');
    await page.locator('[role=option]').first().waitFor();
    await box.press('Escape');
    expect(await page.locator('[role=option]:visible').count()).toBe(0);
    expect(await box.inputValue()).toBe('samtools 1.18');
    await box.press('Enter');
    await page.waitForURL('**/find?tool=samtools&version=1.18');
    await page.getByText('The closest versions are:').waitFor();
    await page.getByText('1.19.2').first().waitFor();
    await page.close();
  });

  test('an unknown name offers the closest ones', async () => {
    const { page } = await pages.open('/find?tool=samtolls&site=northern');
    await page.getByText('Nothing here is called samtolls.').waitFor();
    await page.getByRole('link', { name: 'samtools', exact: true }).click();
    await page.waitForURL('**/find?site=northern&tool=samtools');
    await page.close();
  });

  test('filters live in the address, and back undoes them', async () => {
    const { page, faults } = await pages.open('/nodes');
    const rows = page.locator('tbody tr');
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.waitForURL('**/nodes?after=6');
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByRole('combobox', { name: /^Latest visit/ }).selectOption('failed');
    await page.waitForURL('**/nodes?outcome=failed');
    await expect.poll(() => rows.count()).toBe(1);
    expect(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).toBe(
      '/api/v1/nodes.csv?outcome=failed',
    );
    await page.getByRole('link', { name: 'the host key is another one than the accepted one' }).click();
    await page.waitForURL('**/nodes?outcome=failed&reason=host-key-changed');
    await page.goBack();
    await page.goBack();
    await page.waitForURL('**/nodes?after=6');
    await expect.poll(() => rows.count()).toBe(3);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('what is chosen while a text waits to be searched for stays chosen', async () => {
    const { page, faults } = await pages.open('/nodes');
    await page.getByText('cpu002').first().waitFor();
    await page.getByRole('searchbox', { name: 'Name' }).fill('cpu');
    await page.getByRole('combobox', { name: 'Role' }).selectOption('compute');
    await page.waitForURL((url) => url.searchParams.get('q') === 'cpu');
    expect(new URL(page.url()).searchParams.get('role')).toBe('compute');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('what there is none of, what is not known and what was never asked have words of their own', async () => {
    const told: string[] = [];
    for (const site of ['northern', 'southern']) {
      const { page, faults } = await pages.open(`/nodes?site=${site}`);
      await page.getByRole('columnheader', { name: 'GPUs' }).waitFor();
      expect(await page.getByRole('columnheader').nth(6).textContent()).toContain('GPUs');
      told.push(...(await page.locator('tbody tr td:nth-of-type(6)').allTextContents()));
      expect(faults).toEqual([]);
      await page.close();
    }
    expect(told).toEqual([
      ...['none', 'none', 'not known', '4 x NVIDIA A100-SXM4-80GB', '4 x NVIDIA A100-SXM4-80GB'],
      ...['not there', 'not expected', 'not asked', 'none'],
    ]);
  });

  test('a document says when it was read last, as a whole and at each place', async () => {
    const { page, faults } = await pages.open(`/documents/${hashes.modules}`);
    await page.getByText('Read last 3 h ago.').waitFor();
    const place = page.getByRole('row').filter({ hasText: '/apps/modules/all' });
    expect(await place.getByRole('cell').last().textContent()).toBe('3 h ago');
    // Who holds it, and what it offers, are files as well.
    for (const [table, holds] of [
      ['Who holds it', 'northern,fjord,'],
      ['What it offers', 'samtools,1.17,,GCC-12.3.0,module'],
    ] as const) {
      const saving = page.waitForEvent('download');
      const section = page.getByRole('region', { name: table });
      await section.getByRole('button', { name: 'CSV' }).click();
      expect(readFileSync(await (await saving).path(), 'utf8')).toContain(holds);
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a number of the whole fleet leads to its rows', async () => {
    const { page, faults } = await pages.open('/fleet/kernels?by=fleet');
    await page.getByRole('link', { name: '2', exact: true }).click();
    await page.getByText('cpu[001-002]').waitFor();
    // All of its facts narrow it, so that no other line of one release is with it.
    expect(JSON.parse(new URL(page.url()).searchParams.get('is') ?? '')).toEqual({
      release: '5.14.0-427.13.1.el9_4.x86_64',
      newest: '5.14.0-427.31.1.el9_4.x86_64',
      rebootPending: true,
    });
    await page.getByText('Reboot pending yes').waitFor();
    await page.getByRole('link', { name: 'No longer only with exactly Running 5.14' }).click();
    await page.waitForURL('**/fleet/kernels?state=present');
    expect(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).toBe(
      '/api/v1/fleet/kernels.csv?state=present',
    );
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a sweep tells what failed, and folds what is not there', async () => {
    const { page, faults } = await pages.open('/sweeps/41');
    const row = page.locator('tr', { has: page.getByRole('rowheader', { name: 'cpu002' }) }).last();
    await row.getByText('permission denied').waitFor();
    expect(await row.getByText('absent').filter({ visible: true }).count()).toBe(0);
    await row.getByText('1 facet or place without anything').click();
    await row.getByText('absent').filter({ visible: true }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a link to a part of another page shows that part, from wherever it was followed', async () => {
    const { page, faults } = await pages.open('/sweeps/41', { width: 390 });
    const link = page.locator('.failures a[href*="#"]').filter({ visible: true }).last();
    await link.scrollIntoViewIfNeeded();
    const [, id = ''] = ((await link.getAttribute('href')) ?? '').split('#');
    await link.click();
    await page.waitForURL(`**/nodes/*#${id}`);
    const part = page.locator(`#${id}`);
    await part.waitFor();
    await expect
      .poll(() => part.evaluate((own) => Math.round(own.getBoundingClientRect().top)))
      .toBeLessThan(200);
    expect(await part.evaluate((own) => own.getBoundingClientRect().bottom)).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a cell of the versions by places leads to its rows', async () => {
    const { page, faults } = await pages.open('/find?tool=samtools');
    await page.getByRole('link', { name: 'versions by place' }).click();
    await page.waitForURL('**/tools/samtools');
    await page.getByText('missing: every place was read').waitFor();
    // What a modulefile says is text, and its homepage a link only where it is of the web.
    await page.getByText('Reads <b>alignments</b>').waitFor();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    await page.getByText('not known: something was not read').waitFor();
    await page.getByRole('link', { name: 'tier 1a apptainer' }).click();
    await page.waitForURL('**/find?tool=samtools&version=1.17&site=northern&cluster=fjord');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('the history of a node is narrowed to a facet, and leads to what changed', async () => {
    const { page, faults } = await pages.open('/nodes/3');
    await page.getByRole('link', { name: 'History of this node' }).click();
    await page.waitForURL('**/nodes/3/history');
    const rows = page.getByRole('table', { name: /^What stood where/ }).locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByRole('combobox', { name: 'Facet' }).selectOption('kernel');
    await page.waitForURL('**/nodes/3/history?facet=kernel');
    await expect.poll(() => rows.count()).toBe(2);
    // The bars say nothing that the words do not.
    expect(await rows.first().locator('svg').getAttribute('aria-hidden')).toBe('true');
    await page.getByRole('link', { name: 'what changed' }).click();
    await page.waitForURL(`**/documents/${hashes.os}/diff/${hashes.hardware}`);
    await page.getByRole('link', { name: 'Side by side' }).click();
    await page.waitForURL('**?as=side');
    await page.getByRole('table', { name: /^Side by side/ }).waitFor();
    await page.goBack();
    await page.goBack();
    await page.waitForURL('**/nodes/3/history?facet=kernel');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('numbers on the overview open their rows', async () => {
    const { page } = await pages.open('/');
    await page.locator('.attention a').first().click();
    await page.waitForURL('**/nodes?outcome=failed');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.close();
  });

  test('the first visit says what to do next', async () => {
    pages.mock.mood.hereOnly = true;
    const { page } = await pages.open('/');
    await page.getByText('npm run -s gazetteer -- apply sites.yaml').waitFor();
    pages.mock.mood.hereOnly = false;
    await page.close();
  });

  test('the rows of a document are filtered, sorted and saved as shown', async () => {
    const { page, faults } = await pages.open(`/documents/${hashes.modules}`);
    await page.getByLabel('Rows with').fill('samtools');
    await page.waitForURL('**?q=samtools');
    await expect.poll(() => page.locator('#rows .table tbody tr').count()).toBe(3);
    await page.getByRole('link', { name: 'Version' }).click();
    await page.waitForURL('**?q=samtools&sort=version');
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    // By number, not by letter: 1.9 before 1.17.
    expect(await page.locator('#rows .table tbody tr').first().textContent()).toContain('1.9-GCC');
    const saving = page.waitForEvent('download');
    await page.locator('#rows').getByRole('button', { name: 'CSV' }).click();
    const file = await (await saving).path();
    expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(5);
    const workbook = page.waitForEvent('download');
    await page.locator('#rows').getByRole('button', { name: 'XLSX' }).click();
    const { sheets } = await readXlsx(readFileSync(await (await workbook).path()));
    expect(sheets[0]?.rows).toHaveLength(4);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('what shall run is asked for in the address, and each reason leads to its documents', async () => {
    const { page, faults } = await pages.open('/verdict');
    await page.getByRole('searchbox', { name: 'Image or environment' }).fill('pytorch 2.3');
    await page.getByRole('combobox', { name: 'On' }).fill('northern/fjord');
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Verdicts' }).waitFor();
    expect(new URL(page.url()).search).toBe('?subject=pytorch+2.3&on=northern%2Ffjord');
    const verdicts = page.getByRole('table', { name: 'Verdicts' }).getByRole('row');
    expect(await verdicts.count()).toBe(4);
    const reasons = page.getByRole('table', { name: 'Reasons' });
    const driver = reasons.getByRole('row').filter({ hasText: '535.129.03' }).first();
    expect(await driver.textContent()).toContain('below its own 550.54.14');
    expect(await driver.getByRole('link').last().getAttribute('href')).toBe('/documents/gpus-hash');
    await page.getByRole('combobox', { name: /^Verdict/ }).selectOption('no');
    await page.waitForURL(/verdict=no/);
    await page.waitForFunction(() => document.querySelectorAll('table')[0]?.tBodies[0]?.rows.length === 1);
    const file = reasons.locator('..').locator('..').getByRole('link', { name: 'CSV' });
    expect(await file.getAttribute('href')).toContain('verdict=no');
    expect(faults).toEqual([]);
    await page.goto(`${pages.mock.address}/documents/${hashes.image}`);
    await page.getByRole('link', { name: 'Where it runs' }).click();
    await page.waitForURL(/\/verdict\?subject=5/);
    await page.close();
  });

  test('hostile names are text, and characters that act are seen', async () => {
    const { page, faults } = await pages.open('/nodes/9');
    const title = page.locator('h1');
    await page.getByText('Evil OS').first().waitFor();
    expect(await title.textContent()).toBe('<script>alert(1)</script>ESC[31mLFRLOgnp.exe');
    expect(await title.locator('script').count()).toBe(0);
    const shown = await page.evaluate(() => `${document.body.textContent}${document.title}`);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('an answer that fails is said, and tried again', async () => {
    pages.mock.mood.failing = ['/nodes'];
    const { page } = await pages.open('/nodes');
    await page.getByRole('alert').getByText('the request failed inside the service').waitFor();
    pages.mock.mood.failing = [];
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('cpu002').waitFor();
    // What was there stays, with its age, when the next answer fails.
    await page.getByRole('link', { name: 'Sweeps' }).click();
    await page.getByText('interrupted').waitFor();
    pages.mock.mood.failing = ['/nodes'];
    await page.goBack();
    await page.getByText('Shown as it was').waitFor();
    await page.getByText('cpu002').waitFor();
    pages.mock.mood.failing = [];
    await page.close();
  });

  test('a page whose script cannot be fetched says so', async () => {
    const { page } = await pages.open('/');
    await page.route('**/assets/SweepsPage-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Sweeps' }).first().click();
    await page.getByRole('alert').getByText('This page could not be loaded').waitFor();
    await page.unroute('**/assets/SweepsPage-*.js');
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await page.getByText('interrupted').waitFor();
    await page.close();
  });

  test('what is not there is said', async () => {
    const { page } = await pages.open('/nodes/999');
    await page.getByRole('alert').getByText('Not in this gazetteer').waitFor();
    await page.close();
  });

  test('script stays below 40 KB as it is sent for any page, and none of it is in the page', () => {
    const manifest = JSON.parse(readFileSync(join(pages.folder, '.vite/manifest.json'), 'utf8')) as Manifest;
    const entry = manifest['index.html'];
    const sizeOf = (...parts: string[]) =>
      [...new Set(['index.html', ...parts].flatMap((part) => filesOf(manifest, part)))]
        .map((name) => gzipSync(readFileSync(join(pages.folder, name))).length)
        .reduce((sum, size) => sum + size, 0);
    const late = entry?.dynamicImports ?? [];
    expect(late.length).toBeGreaterThan(5);
    expect(Math.max(...late.map((page) => sizeOf(page)))).toBeLessThan(40_000);
    // What draws charts comes when one is shown, on top of the largest page.
    expect(manifest[CHARTS]?.file).toBeDefined();
    expect(Math.max(...late.map((page) => sizeOf(page, CHARTS)))).toBeLessThan(110_000);
    expect(readFileSync(join(pages.folder, 'index.html'), 'utf8')).not.toMatch(
      /<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=/,
    );
  });
});

const CHARTS = 'charts/draw.ts';

type Manifest = Record<string, { file: string; imports?: string[]; dynamicImports?: string[] }>;

/** The script that a file of the manifest needs before it can run. */
function filesOf(manifest: Manifest, name: string): string[] {
  const { file, imports = [] } = manifest[name] ?? { file: '' };
  return [file, ...imports.flatMap((one) => filesOf(manifest, one))];
}
