import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { clusterOf, visitOf } from '../compare/sites.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { reading, tree, treeFacts } from '../harness/readings.ts';
import { needs } from '../harness/tools.ts';
import { violations } from './axe.ts';
import { type Served, servePages } from './served.ts';

const VIEWS = [
  { width: 1280, scheme: 'light' as const },
  { width: 390, scheme: 'dark' as const },
];

/** The page Find on the service's own answers. */
describe.skipIf(!needs('chromium', 'chromium'))('the page Find', () => {
  let database: TestDatabase;
  let served: Served;

  beforeAll(async () => {
    database = await testDatabase();
    const alpine = await clusterOf(database.db, 'alpine/edelweiss');
    await alpine.sweep([
      visitOf({ modules: ['samtools/1.17', 'samtools/1.9'], conda: ['samtools 1.17 h00cdaf9_0'] }),
    ]);
    const harbour = await clusterOf(database.db, 'harbour/tide');
    const modules = [{ ...namedModule('GROMACS/2024.1'), description: 'Molecular <i>dynamics</i>' }];
    const evidence = { name: 'spider', parts: [{ name: 'spider', bytes: Buffer.from('spider') }] };
    const items = [{ path: '', facts: { ...treeFacts([]), modules }, evidence }];
    await harbour.sweep([
      {
        ...visitOf({ conda: ['samtools 1.19.2 h50ea8bc_0'] }),
        modules: reading({ roots: [tree([], { items })] }),
      },
    ]);
    served = await servePages(database.db);
  }, 90_000);
  afterAll(async () => {
    await served?.close();
    await database?.drop();
  });

  const search = (page: Page) => page.getByRole('combobox', { name: 'Find a tool' });
  const index = (page: Page) => page.getByRole('navigation', { name: 'versions known' });
  const words = (texts: string[]) => texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
  const found = (page: Page) => page.locator('.found-count');

  test.each(VIEWS)(
    'versions stand with the clusters that have them, $width pixels, $scheme',
    async (view) => {
      const { page, faults } = await served.open('/find?tool=samtools', view);
      const lines = index(page).getByRole('listitem');
      await lines.first().waitFor();
      expect(words(await lines.allInnerTexts())).toEqual([
        '1.19.2 1 cluster tier 2 harbour/tide',
        '1.17 1 cluster tier 2 alpine/edelweiss',
        '1.9 1 cluster tier 3 alpine/edelweiss',
      ]);
      await lines.nth(1).getByRole('link', { name: 'alpine/edelweiss' }).click();
      await page.waitForURL('**/find?tool=samtools&version=1.17&site=alpine&cluster=edelweiss');
      await page.getByText('2 entries,').waitFor();
      expect(await page.locator('.version tbody tr').count()).toBe(2);
      expect(await violations(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  test('a channel narrows to packages that come from it, and the address says so', async () => {
    const { page, faults } = await served.open('/find?tool=samtools');
    await page.getByText('4 entries,').waitFor();
    await page.getByRole('searchbox', { name: 'Conda channel' }).fill('conda-forge');
    await page.waitForURL('**/find?tool=samtools&channel=conda-forge');
    await page.getByText('2 entries,').waitFor();
    expect(words(await page.locator('.version .provider').allInnerTexts())).toEqual([
      'tier 2 conda',
      'tier 2 conda',
    ]);
    await page.getByRole('searchbox', { name: 'Conda channel' }).fill('bioconda');
    await page.getByText('samtools is not there with these filters.').waitFor();
    await page.getByRole('link', { name: 'Look everywhere' }).click();
    await page.getByText('4 entries,').waitFor();
    expect(new URL(page.url()).search).toBe('?tool=samtools');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a version that is not anywhere is answered by the closest ones', async () => {
    const { page, faults } = await served.open('/find?tool=samtools&version=1.18');
    await page.getByText('samtools 1.18 is not anywhere.').waitFor();
    await page.getByText('The closest versions are:').waitFor();
    expect(await page.locator('.version-name').allInnerTexts()).toEqual(['1.19.2', '1.17', '1.9']);
    expect(await found(page).count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a version alone, and words of a description, lead to tools', async () => {
    const { page, faults } = await served.open('/find');
    await search(page).fill('2024.1');
    await page.getByRole('option', { name: 'GROMACS 2024.1' }).waitFor();
    await search(page).press('ArrowDown');
    await search(page).press('Enter');
    await page.waitForURL('**/find?tool=gromacs&version=2024.1');
    await search(page).fill('molecular dynamics');
    await page.getByRole('option', { name: 'Molecular <i>dynamics</i>' }).waitFor();
    await search(page).press('Escape');
    await search(page).press('Enter');
    // Words are no name, and lead to what is described so.
    await page.getByText('Nothing here is called molecular dynamics.').waitFor();
    await page.getByRole('link', { name: 'gromacs', exact: true }).click();
    await page.getByText('1 entry,').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });
});
