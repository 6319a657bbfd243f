import { afterAll, beforeAll, expect, test } from 'vitest';
import { OBTAINABLE } from '../../server/compare/obtainable.ts';
import { makeClusters } from '../check/clusters.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';

/** Clusters of modules, of images and of packages, each compared with each. */
let database: TestDatabase;
let service: Service;
const places = ['modular', 'pictured', 'packaged', 'half', 'broken'];

beforeAll(async () => {
  database = await testDatabase();
  await makeClusters(database.db);
  service = await startService(database.db, { GAZETTEER_STALE_DAYS: '99999' });
}, 90_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

interface Tool {
  tool: string;
  version: string;
  obtainable: string;
}

test('the filter gives the rows that say so, and its counts are those of the rows', async () => {
  const seen = new Set<string>();
  for (const a of places) {
    for (const b of places.filter((one) => one !== a)) {
      const query = `/compare?a=alpha/${a}&b=alpha/${b}&limit=1000`;
      const all = await service.get(query);
      expect(all.obtainable).toBeNull();
      const counted = await service.get(`${query}&obtainable=count`);
      expect(counted.items).toEqual(all.items);
      for (const answer of OBTAINABLE) {
        const rows = all.items.filter(({ obtainable }: Tool) => obtainable === answer);
        if (rows.length > 0) seen.add(answer);
        expect([a, b, answer, counted.obtainable[answer]]).toEqual([a, b, answer, rows.length]);
        const filtered = await service.get(`${query}&obtainable=${answer}`);
        expect(filtered).toMatchObject({ total: rows.length, items: rows, obtainable: counted.obtainable });
      }
    }
  }
  expect([...seen].sort()).toEqual(['no', 'unknown']);
});

test('other filters count first, pages go on, and a file has all of it', async () => {
  const query = 'a=alpha/modular&b=alpha/pictured&obtainable=no';
  const first = await service.get(`/compare?${query}&limit=1`);
  expect([first.items.length, first.total > 1]).toEqual([1, true]);
  const second = await service.get(`/compare?${query}&limit=1&after=${encodeURIComponent(first.next)}`);
  expect(second.items[0].tool).not.toBe(first.items[0].tool);
  const named = await service.get(`/compare?${query}&q=gcc`);
  expect(named.obtainable).toEqual({ yes: 0, no: 1, unknown: 0 });
  const rows = parsedCsv(await (await service.fetch(`/compare.csv?${query}`)).text());
  expect(rows).toHaveLength(first.total + 1);
  expect((await service.fetch(`/compare?${query}x`)).status).toBe(400);
});

test('on the command line, counted in words', async () => {
  const ran = await gazetteer(['compare', 'alpha/modular', 'alpha/pictured', '--obtainable', 'no'], {
    DATABASE_URL: database.url,
    GAZETTEER_STALE_DAYS: '99999',
  });
  expect(ran.out, ran.err).toContain('can be had there');
  expect(ran.code).toBe(0);
}, 90_000);
