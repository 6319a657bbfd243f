import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { collect } from '../../server/collect/collect.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-maintenance-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const MINUTE = 60_000;
const clock = (at: number) => new Date(at).toISOString().slice(11, 16);

test('a sweep that goes on into a maintenance window visits nobody from then on', async () => {
  const now = Date.now();
  const window = `daily ${clock(now + 30 * MINUTE)}-${clock(now + 90 * MINUTE)}`;
  for (const name of ['n1', 'n2', 'n3']) {
    mkdirSync(join(folder, name, 'etc'), { recursive: true });
    writeFileSync(join(folder, name, 'etc/os-release'), 'ID=x\nPRETTY_NAME=X\n');
  }
  const cluster = {
    transport: 'local',
    root: `${folder}/%n`,
    facets: ['os'],
    nodes: 'n[1-3]',
    collect: { maintenance: [window] },
  };
  const parsed = parseSites(JSON.stringify({ sites: { a: { clusters: { c: cluster } } } }), 's');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await applyInventory(database.db, parsed.inventory, { prune: false });
  const { sweeps } = await collect(database.db, 'a/c', {
    dataFolder: folder,
    parallel: 1,
    signal: new AbortController().signal,
    onProgress: () => vi.useFakeTimers({ toFake: ['Date'], now: now + 31 * MINUTE }),
  });
  expect(sweeps).toMatchObject([{ outcomes: { complete: 1, notExpected: 2, failed: 0 }, failures: [] }]);
  const told = await database.db.query(
    `select node.name, reason.code, reason.message from visit join node on node.id = visit.node_id
     join reason on reason.id = visit.reason_id order by 1`,
  );
  const closed = { code: 'maintenance', message: `it is closed ${window}` };
  expect(told.rows).toEqual([
    { name: 'n2', ...closed },
    { name: 'n3', ...closed },
  ]);
}, 30_000);
