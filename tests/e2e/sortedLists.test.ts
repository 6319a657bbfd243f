import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { endpoints } from '../../server/routes/endpoints.ts';
import { administratorOf } from '../harness/administrator.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';
import { type Service, startService } from '../harness/service.ts';
import { differingDocuments, layRows } from './laidRows.ts';

/** What a list has to be asked to have rows of the invented sites; null: it has none there. */
const ASKED: Record<string, string | null> = {
  '/find': 'tool=samtools',
  '/compare': 'a=alpine&b=harbour',
  '/compare/environments': 'a=harbour&b=alpine',
  // Its times end now, so that each request has others.
  '/compare/series': null,
  '/changes/unconfirmed': 'since=30d',
  '/changes': 'since=30d',
  // Recorded nodes of one cluster are no peers, and no two have other bytes of one label.
  '/clusters/{site}/{cluster}/drift': null,
  '/compare/bytes': null,
  '/verdicts': 'subject=/opt/containers/samtools.sif',
};

/** Lists that may have one row there: what recorded nodes have of conda is of one account in one cluster. */
const SHORT = ['/changes/unconfirmed', '/fleet/conda/clusters', '/fleet/conda/owners'];

const sortable = endpoints.flatMap((endpoint) => {
  const { sort } = endpoint.query.shape;
  const orders = sort instanceof z.ZodDefault ? sort.unwrap() : null;
  if (!endpoint.item || !(orders instanceof z.ZodEnum)) return [];
  return [{ path: endpoint.path, orders: orders.options.map(String) }];
});

type Row = Record<string, unknown>;

/** Lists in every order they have, over recorded nodes of two sites. */
describe.skipIf(!canInvent())('sorted lists', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-sorted-'));
  let database: TestDatabase;
  let sites: InventedSites;
  let service: Service;
  /** What stands in addresses. */
  let places: Record<string, string>;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sites = await inventSites(folder);
    const run = (...args: string[]) =>
      gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
    expect(await run('apply', sites.file)).toMatchObject({ code: 0 });
    for (const site of ['alpine', 'harbour']) expect((await run('collect', site)).code).toBe(0);
    await refreshComparisons(database.db, { staleDays: 30 });
    await layRows(database.db);
    const [a = '', b = ''] = await differingDocuments(database.db, 'os.node');
    places = { site: 'alpine', cluster: 'edelweiss', a, b };
    service = await startService(database.db);
  }, 120_000);

  afterAll(async () => {
    await service?.close();
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are most of the lists there are', () => {
    expect(sortable.length).toBeGreaterThan(25);
    for (const { orders } of sortable) expect(orders.length).toBeGreaterThan(4);
  });

  test.each(sortable)(
    '$path: pages in each order and files hold all rows once',
    async ({ path, orders }) => {
      const asked = ASKED[path];
      if (asked === null) return;
      const { headers } = await administratorOf(database.db);
      const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '');
      const ask = async (query: Record<string, string>) =>
        (await service.fetch(`${address}?${asked ?? ''}&${new URLSearchParams(query)}`, { headers })).json();
      const { items: all, total } = await ask({ limit: '1000' });
      expect(all).toHaveLength(total);
      if (!SHORT.includes(path)) expect(total).toBeGreaterThan(1);
      const file = await service.fetch(`${address}.ndjson?${asked ?? ''}`, { headers });
      expect((await file.text()).split('\n').filter((line) => line !== '')).toHaveLength(total);
      const limit = String(Math.max(1, Math.ceil(total / 3)));
      const texts = (rows: Row[]) => rows.map((row) => JSON.stringify(row));
      for (const sort of orders) {
        const walked: Row[] = [];
        for (let after = ''; ; ) {
          const page = await ask({ sort, limit, after });
          expect(page.total).toBe(total);
          walked.push(...page.items);
          if (page.next === null) break;
          after = page.next;
        }
        expect(texts(walked).sort(), sort).toEqual(texts(all).sort());
        if (sort !== '') inOrder(walked, sort);
      }
    },
    60_000,
  );

  test('refuse the cursor of another order, and a column they do not have', async () => {
    const first = await service.get('/nodes?limit=2&sort=name');
    const other = await service.fetch(`/nodes?limit=2&sort=-name&after=${first.next}`);
    expect(other.status).toBe(400);
    expect((await other.json()).error.code).toBe('bad-cursor');
    expect((await service.fetch('/nodes?sort=address')).status).toBe(400);
    const forged = Buffer.from(JSON.stringify(['visitedAt', '5', "'; drop", 'a', 'b', 'c'])).toString(
      'base64url',
    );
    expect((await service.fetch(`/nodes?sort=visitedAt&after=${forged}`)).status).toBe(400);
  });

  test('go on after the last row of a page when others came and went', async () => {
    const first = await service.get('/nodes?limit=3&sort=name');
    const names = (page: { items: Row[] }) => page.items.map((row) => row.name);
    const before = await service.get(`/nodes?limit=100&sort=name&after=${first.next}`);
    await database.db.query('update node set retired_at = now() where id = $1', [first.items[0].id]);
    const after = await service.get(`/nodes?limit=100&sort=name&after=${first.next}`);
    expect(names(after)).toEqual(names(before));
    await database.db.query('update node set retired_at = null where id = $1', [first.items[0].id]);
  });
});

/** Orders whose column is told otherwise than it is ordered by. */
const OTHERWISE = new Set([
  'verdict',
  'answer',
  'version',
  'thereVersion',
  'match',
  'outcome',
  'reason',
  'size',
]);

/** Numbers and times as they are, text by its letters or its numbers; what is not known is at one end. */
function inOrder(rows: Row[], sort: string): void {
  const down = sort.startsWith('-');
  const column = sort.replace(/^-/, '');
  if (OTHERWISE.has(column)) return;
  const cells = rows
    .map((row) => row[column])
    .filter((cell) => cell !== null && cell !== undefined && cell !== '');
  const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });
  for (const [at, cell] of cells.entries()) {
    const next = cells[at + 1];
    if (next === undefined) continue;
    const [low, high] = down ? [next, cell] : [cell, next];
    const fits =
      typeof low === 'number' && typeof high === 'number'
        ? low <= high
        : String(low) <= String(high) || natural.compare(String(low), String(high)) <= 0;
    expect(fits, `${sort}: ${String(cell)} before ${String(next)}`).toBe(true);
  }
}
