import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HELD_MS, heldInventory, holdInventory } from '../../server/compare/heldInventories.ts';
import { clusterOf, visitOf } from '../compare/sites.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { departures } from '../harness/jsonSchema.ts';
import { type Service, startService } from '../harness/service.ts';

/** A file that is sent, and what is answered. */
describe('files that are sent', () => {
  let database: TestDatabase;
  let service: Service;
  const post = (path: string, body: string) => service.fetch(path, { method: 'POST', body });

  beforeAll(async () => {
    database = await testDatabase();
    const alpine = await clusterOf(database.db, 'alpine/edelweiss');
    await alpine.sweep([
      visitOf({
        modules: ['samtools/1.17-GCC-12.2.0'],
        conda: ['numpy 1.26.4 py311h64a7726_0 abc', 'zlib 1.3.1 h4ab18f5_1'],
        images: ['quay.io/biocontainers/bwa:0.7.17--he4a0461_11 c'],
      }),
    ]);
    const harbour = await clusterOf(database.db, 'harbour/tide');
    await harbour.sweep([visitOf({ conda: ['numpy 1.26.4 py311h64a7726_0 abc'], modules: ['bwa/0.7.18'] })]);
    service = await startService(database.db, { GAZETTEER_STALE_DAYS: '99999' });
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await database?.drop();
  });

  describe('inventories', () => {
    test('an inventory of a place, sent and compared, is as that place itself, both ways round and page by page', async () => {
      const written = await (await service.fetch('/compare/inventory.json?scope=alpine')).text();
      const sent = await (await post('/inventories?name=alpine.json', written)).json();
      expect(sent).toMatchObject({ of: 'alpine.json (alpine)', offerings: 4 });
      expect(sent.scope).toMatch(/^inventory:[0-9a-f]{64}$/);
      for (const [own, other] of [
        ['/compare?a=alpine&b=harbour', `/compare?a=${sent.scope}&b=harbour`],
        ['/compare?a=harbour&b=alpine', `/compare?a=harbour&b=${sent.scope}`],
      ]) {
        const [whole, brought] = [await service.get(own ?? ''), await service.get(other ?? '')];
        expect([brought.there, brought.back]).toEqual([whole.there, whole.back]);
        expect(brought.total).toBeGreaterThan(0);
        const told = (row: Record<string, unknown>) => [row.tool, row.version, row.match, row.evidence];
        expect(brought.items.map(told)).toEqual(whole.items.map(told));
      }
      const { a: side } = await service.get(`/compare?a=${sent.scope}&b=harbour`);
      expect(side.oldest).toBe(JSON.parse(written).at);
      const address = `/compare?a=${sent.scope}&b=harbour&match=missing`;
      const first = await service.get(`${address}&limit=1`);
      const second = await service.get(`${address}&limit=1&after=${first.next}`);
      expect([...first.items, ...second.items].map(({ tool }) => tool)).toEqual(['samtools', 'zlib']);
      expect(second.next).toBeNull();
      const csv = await (await service.fetch(address.replace('/compare', '/compare.csv'))).text();
      expect(parsedCsv(csv)).toHaveLength(3);
      // Two inventories need no place that is known here.
      const two = await service.get(`/compare?a=${sent.scope}&b=${sent.scope}`);
      expect(two.there.matches.total).toBe(4);
      expect(two.there.matches.missing + two.there.matches.unknown).toBe(0);
    });

    test('nothing of it gets into the database', async () => {
      const body = JSON.stringify({
        format: 'gazetteer-inventory',
        version: 1,
        scope: 'secret',
        at: '2026-01-01T00:00:00Z',
        offerings: [{ tool: 'secretsauce', version: '6', provider: 'conda' }],
      });
      const { scope } = await (await post('/inventories', body)).json();
      const answer = await service.get(`/compare?a=${scope}&b=harbour`);
      expect(answer.items).toMatchObject([{ tool: 'secretsauce', match: 'missing', place: '', load: '' }]);
      const found = await database.db.query(`select from tool where name = 'secretsauce'`);
      expect(found.rowCount).toBe(0);
      expect((await service.get('/tools?q=secretsauce')).total).toBe(0);
    });

    test('is not held for ever, and not without bound', () => {
      const { db } = database;
      const text = (scope: string, size = 0) =>
        JSON.stringify({
          format: 'gazetteer-inventory',
          version: 1,
          scope,
          at: '2026-01-01T00:00:00Z',
          offerings: [],
          filler: 'x'.repeat(size),
        });
      const first = holdInventory(db, { name: 'a', text: text('a') }, 0);
      expect(heldInventory(db, first.scope, HELD_MS - 1).text).toBe('a (a)');
      expect(() => heldInventory(db, first.scope, HELD_MS)).toThrow('not held here');
      const again = holdInventory(db, { name: 'a', text: text('a') }, 0);
      const used = holdInventory(db, { name: 'b', text: text('b') }, 0);
      for (let at = 0; at < 9; at += 1) {
        heldInventory(db, used.scope, 1);
        holdInventory(db, { name: 'x', text: text(`x${at}`, 8 * 2 ** 20 - 1000) }, 1);
      }
      // The one that nobody asked for went; the one that is in use stays.
      expect(() => heldInventory(db, again.scope, 1)).toThrow('not held here');
      expect(heldInventory(db, used.scope, 1).text).toBe('b (b)');
    });

    test.each([
      ['no JSON', '{', 422, 'bad-inventory'],
      ['a lock', '{"format":"gazetteer-lock"}', 422, 'bad-inventory'],
      ['nothing', '', 422, 'bad-inventory'],
      ['too much', 'x'.repeat(9 * 2 ** 20), 413, 'body-size'],
    ])('%s is refused', async (_, body, status, code) => {
      const response = await post('/inventories', body);
      expect([response.status, (await response.json()).error.code]).toEqual([status, code]);
    });

    test.each([
      ['/compare', 404, 'Send it again'],
      ['/compare/environments', 400, ''],
      ['/compare/series', 400, ''],
    ])(
      '%s says what is wrong with one that is not held, or makes no sense there',
      async (path, status, hint) => {
        const response = await service.fetch(`${path}?a=inventory:${'0'.repeat(64)}&b=harbour`);
        const { error } = await response.json();
        expect([response.status, error.message.includes('inventory')]).toEqual([status, true]);
        expect(error.hint).toContain(hint);
      },
    );
  });

  describe('locks', () => {
    test('a lock over HTTP is what the command writes, and holds where it was made', async () => {
      const lock = await service.get('/locks/alpine/edelweiss?tool=numpy,%20bwa');
      expect(lock).toMatchObject({ format: 'gazetteer-lock', site: 'alpine', tools: ['bwa', 'numpy'] });
      expect(lock.environments).toHaveLength(1);
      expect(lock.images).toHaveLength(1);
      const description = await service.get('/openapi.json');
      const said =
        description.paths['/locks/{site}/{cluster}'].get.responses[200].content['application/json'].schema;
      expect(departures(said, said, lock)).toEqual([]);
      const here = await (await post('/locks/verify?on=alpine/edelweiss', JSON.stringify(lock))).json();
      expect(here).toMatchObject({ holds: true, on: 'alpine/edelweiss' });
      expect(here.rows.map(({ name }: { name: string }) => name).sort()).toEqual(['bwa', 'numpy', 'zlib']);
      const away = await post('/locks/verify/rows.csv?on=harbour/tide', JSON.stringify(lock));
      expect(away.headers.get('content-disposition')).toContain('gazetteer-locks-verify-rows.csv');
      const [head = [], ...rows] = parsedCsv(await away.text());
      expect(head.slice(0, 5)).toEqual(['kind', 'name', 'locked', 'match', 'holds']);
      expect(rows.map(([, name, , match, holds]) => [name, match, holds])).toEqual([
        ['numpy', 'identical', 'true'],
        ['zlib', 'missing', 'false'],
        ['bwa', 'near-version', 'false'],
      ]);
      const json = await (await post('/locks/verify/rows.json?on=harbour/tide', JSON.stringify(lock))).json();
      expect(json.total).toBe(3);
    });

    test.each([
      ['/locks/verify?on=alpine/edelweiss', '{}', 422, 'lock-form'],
      ['/locks/verify?on=alpine/edelweiss', '{"format":"gazetteer-lock","version":9}', 422, 'lock-form'],
      ['/locks/verify', '{}', 400, 'bad-request'],
      ['/locks/verify?on=alpine', '{}', 422, 'lock-form'],
    ])('%s with %s is refused', async (path, body, status, code) => {
      const response = await post(path, body);
      expect([response.status, (await response.json()).error.code]).toEqual([status, code]);
    });

    test('names what is not there', async () => {
      expect((await service.get('/locks/alpine/edelweiss?tool=nosuch')).error.code).toBe('not-found');
      expect((await service.get('/locks/alpine/edelwies')).error.hint).toContain('alpine/edelweiss');
      const lock = JSON.stringify(await service.get('/locks/harbour/tide?tool=bwa'));
      const response = await post('/locks/verify?on=alpine', lock);
      expect([response.status, (await response.json()).error.message]).toEqual([
        400,
        expect.stringContaining('is no cluster'),
      ]);
    });
  });

  test('other methods are named', async () => {
    for (const path of ['/inventories', '/locks/verify', '/locks/verify/rows.csv']) {
      const response = await service.fetch(path);
      expect([path, response.status, response.headers.get('allow')]).toEqual([path, 405, 'POST']);
    }
  });
});
