import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, LINK_SECONDS } from '../../server/admin/keys.ts';
import { collectHere } from '../../server/collect/here.ts';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { configFrom } from '../../server/config.ts';
import { loadDemo, removeDemo } from '../../server/demo/demo.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { administratorOf } from '../harness/administrator.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';
import { needs } from '../harness/tools.ts';
import { servePages } from '../web/served.ts';

const { GAZETTEER_SHOTS: shots } = process.env;
/** Words that several documents share, and what was done: they stay, and nothing shows them as something that is there. */
const STAY = [
  'tool',
  'version',
  'offering',
  'reason',
  'agent_version',
  'audit',
  'admin_key',
  'offering_site',
  'compare_state',
];

describe('the demonstration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-demo-'));
  const config = configFrom({ GAZETTEER_DATA: folder });
  let database: TestDatabase;
  let service: Service;

  beforeAll(async () => {
    database = await testDatabase();
    service = await startService(database.db, { GAZETTEER_DATA: folder });
    await collectHere(database.db, new AbortController().signal);
    await refreshComparisons(database.db, config.compare);
  }, 90_000);
  afterAll(async () => {
    await service?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What people see of the whole installation. */
  async function seen() {
    const paths = [
      '/overview',
      '/sites',
      '/nodes',
      '/sweeps',
      '/tools?limit=1000',
      '/held',
      '/find?tool=samtools',
      '/compare/pairs',
      '/fleet/kernels',
      '/fleet/images',
      '/changes?since=30d',
    ];
    const answers = paths.map(async (path) => {
      // When it was asked is another time each time.
      const { since, until, refreshedAt, ...answer } = await service.get(path);
      return [path, answer];
    });
    return Object.fromEntries(await Promise.all(answers));
  }
  async function rows() {
    const counts = await database.counts();
    return Object.fromEntries(Object.entries(counts).filter(([name]) => !STAY.includes(name)));
  }

  test('comes with the project, says everywhere what it is, and goes without a trace', {
    timeout: 120_000,
  }, async () => {
    const before = { seen: await seen(), rows: await rows() };
    const script = await administratorOf(database.db);
    const loaded = await service.fetch('/demo/load', script.post());
    expect(await loaded.json()).toEqual({ sites: ['demo-alpine', 'demo-harbour'], nodes: 9 });
    const nodes = await service.get('/nodes?q=');
    expect(nodes.total).toBe(10);
    const outcomes = nodes.items
      .filter(({ site }: { site: string }) => site.startsWith('demo-'))
      .map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toEqual(Array(9).fill('complete'));
    const { items } = await service.get('/sites');
    expect(
      items.map(({ name, demonstration, title }: Record<string, unknown>) => [name, demonstration, title]),
    ).toEqual([
      ['demo-alpine', true, 'Demonstration: Alpine'],
      ['demo-harbour', true, 'Demonstration: Harbour'],
      ['here', false, 'This machine'],
    ]);
    const found = await service.get('/find?tool=samtools&version=1.17');
    expect(found.items.length).toBeGreaterThanOrEqual(4);
    expect(new Set(found.items.map(({ site }: { site: string }) => site))).toEqual(
      new Set(['demo-alpine', 'demo-harbour']),
    );

    // A sites file of one's own, applied with --prune, leaves it alone.
    const own = parseSites('sites: {}', 'sites.yaml');
    if (own.ok) expect(await applyInventory(database.db, own.inventory, { prune: true })).toEqual([]);
    expect((await service.get('/nodes')).total).toBe(10);

    const removed = await service.fetch('/demo/remove', script.post());
    expect(await removed.json()).toEqual({ sites: ['demo-alpine', 'demo-harbour'], nodes: 9 });
    expect(await rows()).toEqual(before.rows);
    expect(await seen()).toEqual(before.seen);
    expect(existsSync(join(folder, 'demo'))).toBe(false);
    expect(await (await service.fetch('/demo/remove', script.post())).json()).toEqual({
      sites: [],
      nodes: 0,
    });
  });

  test('a site of that name that is somebody’s own is not touched', { timeout: 60_000 }, async () => {
    const own = parseSites('sites: { demo-alpine: { clusters: { c: { nodes: n1 } } } }', 'sites.yaml');
    if (own.ok) await applyInventory(database.db, own.inventory, { prune: false });
    await expect(loadDemo(database.db, config)).rejects.toMatchObject({ code: 'name-taken' });
    await removeDemo(database.db, config);
    expect((await service.get('/nodes?site=demo-alpine')).total).toBe(1);
    await database.db.query(`update site set retired_at = now(), name = 'other' where name = 'demo-alpine'`);
  });

  test.skipIf(!needs('chromium', 'chromium'))(
    'the first visit offers it, and one press removes it',
    { timeout: 120_000 },
    async () => {
      const served = await servePages(database.db, { GAZETTEER_DATA: folder });
      try {
        const reader = await served.open('/', { width: 390, scheme: 'dark' });
        await reader.page.getByText('So far, only the machine that this runs on').waitFor();
        await reader.page.getByText('npm run -s gazetteer -- demo load').waitFor();
        expect(
          await reader.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
        if (shots) await reader.page.screenshot({ path: join(shots, 'first-390.png'), fullPage: true });
        await reader.page.close();
        const { key } = await createKey(database.db, 'link', 'Ada', LINK_SECONDS);
        const { page, faults } = await served.open(`/sign-in#${key}`);
        await page.getByText('Signed in as Ada').first().waitFor();
        await page.goto(served.address);
        if (shots) await page.screenshot({ path: join(shots, 'first-1280.png'), fullPage: true });
        await page.getByRole('button', { name: 'Load the demonstration' }).focus();
        await page.keyboard.press('Enter');
        await page.getByText('Demonstration sites are loaded.').waitFor({ timeout: 60_000 });
        await page.getByRole('heading', { name: 'Demonstration: Alpine' }).waitFor();
        // What stands beside the sites is of them at once.
        const drift = page.locator('section', { has: page.getByRole('heading', { name: 'Drift' }) });
        await drift.getByRole('link', { name: 'demo-harbour/tide' }).waitFor({ timeout: 5000 });
        await page.goto(`${served.address}/sites`);
        await page.getByRole('cell', { name: 'demonstration', exact: true }).first().waitFor();
        expect(await page.getByRole('link', { name: /^Change demo-/ }).count()).toBe(0);
        await page.goto(served.address);
        if (shots) await page.screenshot({ path: join(shots, 'demo-1280.png'), fullPage: true });
        await page.getByRole('button', { name: 'Remove the demonstration' }).click();
        await page.getByRole('button', { name: 'Remove it, with all that is known of it' }).click();
        await page.getByText('So far, only the machine that this runs on').waitFor({ timeout: 30_000 });
        expect(faults).toEqual([]);
      } finally {
        await served.close();
      }
    },
  );
});
