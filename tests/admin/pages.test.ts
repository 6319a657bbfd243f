import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, LINK_SECONDS } from '../../server/admin/keys.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { needs } from '../harness/tools.ts';
import { violations } from '../web/axe.ts';
import { type Served, servePages } from '../web/served.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
/** Where somebody wants to look at the pages. */
const { GAZETTEER_SHOTS: shots } = process.env;

describe.skipIf(!needs('chromium', 'chromium'))('pages that act', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-acts-'));
  let database: TestDatabase;
  let served: Served;

  beforeAll(async () => {
    database = await testDatabase();
    const { db, url } = database;
    await prepareQueue(url);
    const parsed = parseSites('sites: { s: { clusters: { c: { nodes: "n[1-2]" } } } }', 'sites.yaml');
    if (parsed.ok) await applyInventory(db, parsed.inventory, { prune: false });
    await db.query(
      `insert into sweep (cluster_id, started_at, finished_at, state, expected)
       select id, now() - interval '1 h', now(), 'finished', 2 from cluster where name = 'c'`,
    );
    await db.query(
      `insert into root (cluster_id, facet, kind, path, key, node_scope, mount, identity)
       select id, 7, 'tree', $1, '', 0, '{}', '\\x00' from cluster where name = 'c'`,
      [`/apps/${HOSTILE}`],
    );
    await db.query(
      `insert into held_root (root_id, node_id, sweep_id, reason, lost, total, seen_at)
       select root.id, node.id, sweep.id, 'root-suspect', 660, 804, now() from root, node, sweep where node.name = 'n1'`,
    );
    served = await servePages(database.db, { GAZETTEER_DATA: folder });
  }, 90_000);

  afterAll(async () => {
    await served?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const shot = async (page: Page, name: string) => {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  };
  /** It has the width that there is, and axe-core has nothing against it. */
  const isSound = async (page: Page) => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(await violations(page)).toEqual([]);
  };
  const press = async (page: Page, name: string) => {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };

  test.each([
    { width: 1280, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])(
    'a link signs in, and keys alone decide, sweep and pause: $width pixels, $scheme',
    async (view) => {
      const { key } = await createKey(database.db, 'link', `Ada ${HOSTILE}`, LINK_SECONDS);
      const { page, faults } = await served.open('/held', view);
      await page.getByRole('cell', { name: '660 of 804' }).waitFor();
      // Readers see nothing that they may not do.
      expect(await page.getByRole('button', { name: /Accept|Reject/ }).count()).toBe(0);
      await page.goto(`${served.address}/sign-in#${key}`);
      await page.getByText(`Signed in as Ada ${HOSTILE}`).first().waitFor();
      expect(page.url()).toBe(`${served.address}/sign-in`);
      await isSound(page);
      await shot(page, `sign-in-${view.width}`);

      await page.goto(`${served.address}/held`);
      await press(page, `Reject /apps/${HOSTILE}`);
      await page.getByText('rejected', { exact: true }).waitFor();
      await press(page, `Accept /apps/${HOSTILE}`);
      await press(page, 'Believe it');
      await page.getByText('accepted, waiting for a sweep').waitFor();
      await isSound(page);
      await shot(page, `held-${view.width}`);
      expect(await page.getByRole('link', { name: /Documents and coverage/ }).getAttribute('href')).toMatch(
        /^\/nodes\/\d+#/,
      );

      await page.goto(`${served.address}/clusters/s/c`);
      await page.getByLabel('Reason to pause').fill(HOSTILE);
      await press(page, 'Pause s/c');
      await page.getByText(`: ${HOSTILE}`).waitFor();
      await press(page, 'Resume s/c');
      await page.getByText('Collected when somebody asks for it.').waitFor();
      await isSound(page);
      await shot(page, `cluster-${view.width}`);

      await page.goto(`${served.address}/sweeps`);
      await page.getByLabel('Start a sweep of').waitFor();
      await press(page, 'Start');
      await page.getByRole('heading', { name: /^Sweep \d+$/ }).waitFor();
      await page.goto(`${served.address}/sweeps`);
      await page.getByRole('progressbar', { name: 'Nodes visited of s/c' }).waitFor();
      await shot(page, `sweeps-${view.width}`);
      // One that runs is said to run, with its number.
      await press(page, 'Start');
      await page.getByRole('alert').getByText('a sweep of s/c is running already').waitFor();
      const cancel = page.getByRole('button', { name: /^Cancel sweep \d+$/ });
      await cancel.click();
      await press(page, 'Cancel this sweep');
      await page.getByText('cancelled', { exact: true }).first().waitFor();
      await page.getByRole('progressbar').waitFor({ state: 'detached' });
      await isSound(page);

      await page.getByRole('link', { name: 'Audit' }).click();
      const audit = page.getByRole('table', { name: 'What was done' });
      await audit.getByText('clusters pause').first().waitFor();
      await audit.getByText(HOSTILE, { exact: true }).first().waitFor();
      await isSound(page);
      await shot(page, `audit-${view.width}`);
      await press(page, 'Sign out');
      await page.getByText('For administrators.').waitFor();
      // 409 of the second sweep is the one thing that the console may tell.
      expect(faults.filter((fault) => !fault.includes('409'))).toEqual([]);
      await page.close();
    },
    60_000,
  );

  test('a sweep that ends while somebody watches shows all of its visits', async () => {
    const { db } = database;
    const begun = await db.query<{ id: number }>(
      `insert into sweep (cluster_id, started_at, state, expected)
       select id, now(), 'running', 2 from cluster where name = 'c' returning id`,
    );
    const id = begun.rows[0]?.id ?? 0;
    const { page, faults } = await served.open(`/sweeps/${id}`);
    await page.getByText('No node has been visited.').waitFor();
    await db.transaction(async (tx) => {
      await tx.query(
        `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, confirmed, absent, unconfirmed)
         select $1, id, cluster_id, now(), 5, 5, 0, 0, 0, '{}' from node`,
        [id],
      );
      await tx.query(`update sweep set state = 'finished', finished_at = now() where id = $1`, [id]);
    });
    const visits = page.getByRole('table', { name: 'Visits of this sweep' });
    await visits.getByRole('link', { name: 'n2' }).waitFor();
    expect(await visits.locator('tbody tr').count()).toBe(2);
    await page.getByRole('table', { name: 'The slowest nodes' }).getByRole('link', { name: 'n2' }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a link that was used signs nobody in, and what to do is said', async () => {
    const { page } = await served.open('/sign-in#gzl_used');
    await page.getByRole('alert').getByText('this link is none, was used before, or is too old').waitFor();
    await page.getByText('npm run -s gazetteer -- admin link').waitFor();
    await page.close();
  });

  test('a session that ended says so where somebody acts', async () => {
    const { key } = await createKey(database.db, 'link', 'Ada', LINK_SECONDS);
    const { page } = await served.open(`/sign-in#${key}`);
    await page.getByText('Signed in as Ada').first().waitFor();
    await page.goto(`${served.address}/clusters/s/c`);
    await page.getByRole('button', { name: 'Pause s/c' }).waitFor();
    await database.db.query(`update admin_key set revoked_at = now() where kind = 'session'`);
    await page.getByRole('button', { name: 'Pause s/c' }).click();
    await page.getByRole('link', { name: 'Administrators' }).waitFor();
    expect(await page.getByRole('button', { name: 'Start a sweep' }).count()).toBe(0);
    await page.close();
  });
});
