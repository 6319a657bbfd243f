import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, LINK_SECONDS } from '../../server/admin/keys.ts';
import { applySites } from '../../server/inventory/applySites.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordedRoot } from '../harness/invented.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { needs } from '../harness/tools.ts';
import { violations } from '../web/axe.ts';
import { type Served, servePages } from '../web/served.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
/** Where somebody wants to look at the pages. */
const { GAZETTEER_SHOTS: shots } = process.env;

describe.skipIf(!hasSshd() || !needs('chromium', 'chromium'))('the page Sites', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-sites-'));
  const data = join(folder, 'data');
  let database: TestDatabase;
  let sshd: Sshd;
  let served: Served;

  beforeAll(async () => {
    const root = join(folder, 'root');
    mkdirSync(root);
    mkdirSync(data);
    recordedRoot('harbour/tide/n02', root);
    sshd = await startSshd([
      { name: 'n1', root, forceCommand: `echo '${HOSTILE}'; exec /bin/sh -s` },
      { name: 'dumb', forceCommand: `echo '${HOSTILE}'; exit 3` },
    ]);
    database = await testDatabase();
    served = await servePages(database.db, { GAZETTEER_DATA: data });
  }, 90_000);

  afterAll(async () => {
    await served?.close();
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signedIn(width: number, scheme: 'light' | 'dark') {
    const { key } = await createKey(database.db, 'link', 'Ada', LINK_SECONDS);
    const opened = await served.open(`/sign-in#${key}`, { width, scheme });
    await opened.page.getByText('Signed in as Ada').first().waitFor();
    const shot = async (name: string) => {
      expect(
        await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(await violations(opened.page), name).toEqual([]);
      if (shots) await opened.page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
    };
    return { ...opened, shot };
  }

  test.each([
    { width: 1280, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])(
    'a cluster is added, tried, its host key accepted, and applied: $width pixels',
    async ({ width, scheme }) => {
      rmSync(join(data, 'known_hosts'), { force: true });
      const { page, faults, shot } = await signedIn(width, scheme);
      const cluster = `c${width}`;
      await page.getByRole('link', { name: 'Sites', exact: true }).first().click();
      await page.getByLabel('Site', { exact: true }).fill('alpha');
      await page.getByLabel('Cluster', { exact: true }).fill(cluster);
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).search).toBe(`?site=alpha&cluster=${cluster}`);
      const text = page.getByRole('textbox', { name: /sites\.yaml/ });
      // What is not there yet cannot be taken away.
      const remove = page.getByRole('heading', { name: 'Remove', exact: true });
      expect(await remove.count()).toBe(0);
      for (const [label, value] of [
        ['Nodes', 'n1,dumb'],
        ['Account', sshd.user],
        [/^Private key/, sshd.clientKey],
        ['Port', 'many'],
      ] as const)
        await page.getByLabel(label, { exact: true }).fill(value);
      await page
        .getByRole('status')
        .getByText(/line \d+, column \d+: .*port/)
        .first()
        .waitFor();
      await page.getByLabel('Port', { exact: true }).fill(String(sshd.port));
      await page.getByRole('button', { name: 'Test', exact: true }).waitFor();
      // What a form has no field for is written by hand, with a comment, and stays.
      const written = await text.inputValue();
      const addresses = sshd.nodes.map(({ name, address }) => `${name}: ${address}`).join(', ');
      const at = written.lastIndexOf('        ssh:\n');
      const own = `        # ours\n        ssh:\n          config: false\n          addresses: { ${addresses} }\n`;
      await text.fill(written.slice(0, at) + own + written.slice(at + '        ssh:\n'.length));
      await page.getByPlaceholder('written by hand: change it in the file').waitFor();
      await shot('sites-form');

      await page.getByRole('button', { name: 'Test', exact: true }).focus();
      await page.keyboard.press('Enter');
      const steps = page.getByRole('list', { name: 'Steps of the test' });
      await steps.getByText('which nobody has accepted yet').waitFor();
      const fingerprint = await page.locator('.notice code').first().innerText();
      expect(fingerprint).toMatch(/^SHA256:/);
      await shot('sites-hostkey');
      await page.getByRole('button', { name: 'Accept this key' }).click();
      await page.getByRole('button', { name: /accept it$/ }).click();
      await steps.getByText(/^agent .* answered/).waitFor({ timeout: 20_000 });
      await steps.getByText('logged in as').waitFor();
      expect(readFileSync(join(data, 'known_hosts'), 'utf8').trim().split('\n')).toHaveLength(1);
      await shot('sites-tested');
      await page.getByRole('combobox', { name: 'Node' }).selectOption('dumb');
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await page.getByRole('button', { name: 'Accept this key' }).click();
      await page.getByRole('button', { name: /accept it$/ }).click();
      await steps.getByText(HOSTILE).waitFor();
      await steps.getByText(/forced command/).waitFor();

      await page.getByRole('button', { name: 'Apply', exact: true }).click();
      await page.getByRole('button', { name: 'Apply this file' }).click();
      await page.getByText(/Applied: .*added/).waitFor();
      await remove.waitFor();
      await shot('sites-applied');
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as a file' }).click();
      const saved = readFileSync(await (await waiting).path(), 'utf8');
      expect(saved).toContain('# ours');
      const nodes = await (await fetch(`${served.address}/api/v1/nodes?cluster=${cluster}`)).json();
      expect(nodes.total).toBe(2);
      // It is there again for the next change.
      await page.goto(`${served.address}/sites?site=alpha&cluster=${cluster}`);
      await page.waitForFunction((own) => document.querySelector('textarea')?.value === own, saved);
      expect(faults.filter((fault) => !/40[09]|422/.test(fault))).toEqual([]);
      await page.close();
    },
    60_000,
  );

  test('a file that a command applied is opened with its comments, and its other form stays', async () => {
    const file = {
      path: join(folder, 'own.yaml'),
      text: '# of the command line\nsites: { beta: { clusters: { b: { nodes: [n1, "n2"] } } } }\n',
    };
    writeFileSync(file.path, file.text);
    await applySites(database.db, file, { prune: false, who: 'root@here', dataFolder: data });
    const { page, shot } = await signedIn(1280, 'light');
    await page.goto(`${served.address}/sites`);
    await page.getByRole('link', { name: 'Change beta/b' }).click();
    await page.waitForFunction(() =>
      document.querySelector('textarea')?.value.startsWith('# of the command line'),
    );
    await page.getByLabel('Title of the cluster').fill('B: the second');
    await page.waitForFunction(() =>
      document.querySelector('textarea')?.value.includes('title: "B: the second"'),
    );
    await page.getByText(`In ${file.path}, applied`).waitFor();
    await shot('sites-beta');
    await page.close();
  });

  test.each([
    { width: 1280, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])('a cluster is removed once its name is typed: $width pixels', async ({ width, scheme }) => {
    const site = `gamma${width}`;
    const file = {
      path: join(folder, `${site}.yaml`),
      text: `# kept\nsites:\n  ${site}:\n    clusters:\n      one: { nodes: n1 } # the first\n      two: { nodes: n1 }\n`,
    };
    await applySites(database.db, file, { prune: false, who: 'root@here', dataFolder: data });
    const { page, faults, shot } = await signedIn(width, scheme);
    await page.goto(`${served.address}/sites?site=${site}&cluster=two`);
    const button = page.getByRole('button', { name: 'Remove the cluster' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Type two to be sure').fill('tw');
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Type two to be sure').fill('two');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByText(`Out of service: ${site}/two.`).waitFor();
    const left = page.getByRole('textbox', { name: `${file.path} without it` });
    expect(await left.inputValue()).toBe(file.text.replace('      two: { nodes: n1 }\n', ''));
    await shot('sites-removed');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'All sites' }).click();
    await page.getByRole('link', { name: `${site}/one`, exact: true }).waitFor();
    expect(await page.getByRole('link', { name: `${site}/two`, exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('readers see the clusters, and how to sign in', async () => {
    const { page, faults } = await served.open('/sites?site=alpha&cluster=c');
    await page.getByRole('table', { name: 'Clusters of all sites' }).waitFor();
    await page.getByText('Adding and changing sites is for administrators.').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });
});
