import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { needs } from '../harness/tools.ts';
import { type Served, servePages } from '../web/served.ts';
import { copiedText, tabTo } from '../web/tabTo.ts';
import { makeClusters } from './clusters.ts';

const ENVIRONMENT =
  'dependencies:\n  - samtools=1.17\n  - bwa=0.7.16\n  - umi_tools\n  - nosuch\n  - git+x y z\n';
/** Where somebody wants to look at the pages. */
const { GAZETTEER_SHOTS: shots } = process.env;

describe.skipIf(!needs('chromium', 'chromium'))('the page Check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-check-'));
  let database: TestDatabase;
  let served: Served;

  beforeAll(async () => {
    database = await testDatabase();
    await makeClusters(database.db);
    served = await servePages(database.db, { GAZETTEER_STALE_DAYS: '99999' });
  }, 90_000);

  afterAll(async () => {
    await served?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    { width: 1280, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])('is usable by keys alone, $width pixels, $scheme', async (view) => {
    const { page, faults } = await served.open('/check', view);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('textbox', { name: 'What you need' }).waitFor();
    await tabTo(page, /^What you need/, 'textarea');
    await page.keyboard.insertText(ENVIRONMENT);
    await tabTo(page, /^Check$/, 'button');
    await page.keyboard.press('Enter');
    await page.getByText('No cluster has everything that was read.').waitFor();
    // The text is short, so that the address has it, and the same address gives the same answer.
    expect(new URL(page.url()).searchParams.get('text')).toBe(ENVIRONMENT);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    if (shots) await page.screenshot({ path: join(shots, `check-${view.width}.png`), fullPage: true });
    const unsaid = await page.evaluate(() => ({
      tables: [...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent).length,
      headings: document.querySelectorAll('th:not([scope])').length,
    }));
    expect(unsaid).toEqual({ tables: 0, headings: 0 });
    await tabTo(page, /^alpha\/pictured$/, 'a');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'On alpha/pictured', exact: true }).waitFor();
    expect(page.url()).toContain('on=alpha%2Fpictured');
    await tabTo(page, /^Copy these lines$/, 'button');
    await page.keyboard.press('Enter');
    await expect.poll(() => copiedText(page)).toContain('apptainer exec /apps/images/samtools_1.17');
    expect(await page.getByLabel('Lines to paste on alpha/pictured').inputValue()).toContain(
      'apptainer exec /apps/images/samtools_1.17--h00cdaf9_0.sif',
    );
    await page.reload();
    await page.getByRole('heading', { name: 'On alpha/pictured', exact: true }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test.each([1280, 390])(
    'says which folders of modules a script adds, and where what it did not read stands, %i pixels',
    async (width) => {
      const script = `#!/bin/bash
module use /apps/modules
module load SAMtools/1.17-GCC-12.2.0
module use /proj/lab/modules
module load nosuch/1.0 $TOOL/2
apptainer exec /elsewhere/images/samtools_1.17--h00cdaf9_0.sif samtools
`;
      const address = `/check?on=alpha/modular&text=${encodeURIComponent(script)}`;
      const { page, faults } = await served.open(address, { width });
      const folders = page.getByRole('table', { name: /Folders of modules that it adds/ });
      await folders.waitFor();
      const told = (await folders.getByRole('row').allInnerTexts()).map((row) => row.replace(/\s+/g, ' '));
      expect(told[1]).toMatch(/2 .*\/apps\/modules .*yes .*1 .*alpha\/modular has this folder/);
      expect(told[2]).toMatch(/4 .*\/proj\/lab\/modules .*no .*0 .*Nobody read this folder/);
      const unread = page.getByRole('table', { name: 'What could not be read' });
      expect(await unread.innerText()).toContain('5, column 24');
      await page.getByText('No cluster is known to have an image at /elsewhere/images/').waitFor();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      if (shots) await page.screenshot({ path: join(shots, `check-script-${width}.png`), fullPage: true });
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  test('every number leads to the rows that it counts', async () => {
    const { page } = await served.open(`/check?text=${encodeURIComponent(ENVIRONMENT)}`);
    const clusters = page.getByRole('table', { name: /Clusters, best first/ });
    const row = clusters.getByRole('row', { name: /alpha\/half/ });
    await row.waitFor();
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(expect.arrayContaining(['1', '3']));
    await row.getByRole('link', { name: '3', exact: true }).click();
    const rows = page.getByRole('table', { name: 'Requirements on alpha/half, unknown' });
    await rows.waitFor();
    expect(await rows.locator('tbody tr').count()).toBe(3);
    await page.getByText('What was not read on alpha/half').click();
    await page.getByText('conda: timeout').first().waitFor();
    await page.close();
  });

  test('a file is sent as it is, stays out of the address, and its tables are files', async () => {
    const { page } = await served.open('/check');
    const file = join(folder, 'environment.yml');
    writeFileSync(file, ENVIRONMENT);
    await page.getByLabel('Choose a file').setInputFiles(file);
    await page.getByText('No cluster has everything that was read.').waitFor();
    expect(page.url()).not.toContain('text=');
    const waiting = page.waitForEvent('download');
    await page.locator('#check-rows').getByRole('button', { name: 'CSV' }).click();
    const saved = readFileSync(await (await waiting).path(), 'utf8');
    expect(saved.split('\r\n')[0]).toContain('line,asked,name,wanted,tool,match');
    expect(saved).toContain('samtools');
    // The tab keeps it; a filter of the address holds for it.
    await page.goto(`${served.address}/check?on=alpha/modular`);
    await page.getByRole('heading', { name: 'On alpha/modular', exact: true }).waitFor();
    await page.close();
  });

  test('of an image the beginning is sent, and the digest of all of it', async () => {
    const { page } = await served.open('/check');
    const image = join(
      installation,
      'tests/fixtures/images/shared-folder-and-stores/root/opt/containers/samtools_1.17.sif',
    );
    const sent = page.waitForRequest((request) => request.url().includes('/api/v1/check'));
    const file = join(folder, 'samtools_1.17.sif');
    writeFileSync(file, Buffer.concat([readFileSync(image), Buffer.alloc(1024 * 1024)]));
    await page.getByLabel('Choose a file').setInputFiles(file);
    expect((await (await sent).allHeaders())['content-length']).toBe(String(256 * 1024));
    expect(new URL((await sent).url()).searchParams.get('sha256')).toBe(
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    );
    await page.getByText('1 requirement read from a SIF image').waitFor();
    await page.getByRole('table', { name: 'Whether it runs on alpha/packaged' }).waitFor();
    if (shots) await page.screenshot({ path: join(shots, 'check-image.png'), fullPage: true });
    await page.close();
  });

  test('a lock is fetched on the page of its cluster, and looked for where somebody drops it', async () => {
    const { page, faults } = await served.open('/clusters/alpha/packaged');
    await page.getByText('Take what it has elsewhere').click();
    await page.getByLabel('Tools, with commas between').fill('bwa');
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Lock as JSON' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe('alpha-packaged.lock.json');
    const file = join(folder, 'bwa.lock.json');
    writeFileSync(file, readFileSync(await download.path()));
    await page.goto(`${served.address}/check`);
    await page.getByLabel('Choose a file').setInputFiles(file);
    await page.getByText('3 requirements read from a lock of Gazetteer.').waitFor();
    await page.getByText('Everything that it holds is there as it was: 3 rows.').waitFor();
    await page.getByRole('link', { name: 'alpha/modular', exact: true }).click();
    await page.getByText('0 of 3 rows hold.').waitFor();
    expect(await page.getByRole('table', { name: 'What the lock holds' }).locator('tbody tr').count()).toBe(
      3,
    );
    const saving = page.waitForEvent('download');
    const lock = page.getByRole('region', { name: 'The lock on alpha/modular' });
    await lock.getByRole('button', { name: 'CSV' }).click();
    expect(
      readFileSync(await (await saving).path(), 'utf8')
        .trim()
        .split('\r\n'),
    ).toHaveLength(4);
    if (shots) await page.screenshot({ path: join(shots, 'check-lock.png'), fullPage: true });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('an address with filters alone says that the text is not in it', async () => {
    const { page } = await served.open('/check?on=alpha/half');
    await page.getByText('not the text that was checked').waitFor();
    await page.close();
  });

  test('what cannot be read is said, and hostile text stays text', async () => {
    const { page, faults } = await served.open('/check');
    const box = page.getByRole('textbox', { name: 'What you need' });
    await box.fill('<img src=x onerror=alert(1)>');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('no form that is known').waitFor();
    await box.fill('dependencies:\n  - <img src=x onerror=alert(1)>\n  - samtools\n');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('table', { name: 'What could not be read' }).waitFor();
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    await page.close();
  });
});
