import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { collect } from '../../server/collect/collect.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { pauseCluster } from '../../server/inventory/pause.ts';
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

const folders = (...names: string[]) => {
  for (const name of names) {
    mkdirSync(join(folder, name, 'etc'), { recursive: true });
    writeFileSync(join(folder, name, 'etc/os-release'), 'ID=x\nPRETTY_NAME=X\n');
  }
};
const common = { transport: 'local', root: `${folder}/%n`, facets: ['os'] };
async function apply(clusters: Record<string, object>): Promise<void> {
  const parsed = parseSites(JSON.stringify({ sites: { a: { clusters } } }), join(folder, 'sites.yaml'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await applyInventory(database.db, parsed.inventory, { prune: true });
}
const sweep = (scope: string, onVisit: () => void = () => {}) =>
  collect(database.db, scope, {
    dataFolder: folder,
    parallel: 1,
    signal: new AbortController().signal,
    // The first word of a sweep comes before its first visit.
    onProgress: (text) => text.startsWith('0 of ') || onVisit(),
  });

test('a sweep that goes on into a maintenance window visits nobody from then on', async () => {
  const now = Date.now();
  const window = `daily ${clock(now + 30 * MINUTE)}-${clock(now + 90 * MINUTE)}`;
  folders('n1', 'n2', 'n3');
  await apply({ c: { ...common, nodes: 'n[1-3]', collect: { maintenance: [window] } } });
  const { sweeps } = await sweep('a/c', () => vi.useFakeTimers({ toFake: ['Date'], now: now + 31 * MINUTE }));
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

test('a cluster that is paused while others are swept is passed over', async () => {
  folders('m1', 'm2');
  await apply({ d: { ...common, nodes: 'm1' }, e: { ...common, nodes: 'm2' } });
  let pausing: Promise<unknown> = Promise.resolve();
  const summary = await sweep('a', () => {
    pausing = pauseCluster(database.db, 'a/e', 'file server moves');
  });
  await pausing;
  expect(summary).toMatchObject({ expected: 1, visited: 1, paused: ['a/e'], sweeps: [{ cluster: 'a/d' }] });
  await expect(sweep('a/e')).rejects.toMatchObject({ code: 'paused' });
}, 30_000);

test('of a cluster that is paused or closed no sweep asks which nodes there are', async () => {
  folders('login1');
  const nodes = ['login1', { from: { slurm: 'login1' } }];
  const open = { ...common, nodes };
  const asked = async (scope: string) => (await sweep(scope)).discovered.map(({ cluster }) => cluster);
  await apply({ f: open, g: open, h: { ...open, collect: { maintenance: ['daily 00:00-24:00'] } } });
  await pauseCluster(database.db, 'a/g', '');
  expect(await asked('a')).toEqual(['a/f']);
}, 30_000);
