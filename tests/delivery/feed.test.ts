import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedReport, reportsAtom } from '../../server/reports/atom.ts';
import { storeReport } from '../../server/reports/stored.ts';
import { readAtom } from '../harness/atom.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';
import { needs } from '../harness/tools.ts';
import { report } from './posting.ts';

describe.skipIf(!needs('python3', 'python3'))('a feed of reports', () => {
  let database: TestDatabase;
  let service: Service;
  beforeAll(async () => {
    database = await testDatabase();
    service = await startService(database.db, { GAZETTEER_URL: 'https://g.alpha.example/below/' });
    for (let week = 1; week <= 24; week += 1)
      await storeReport(database.db, {
        ...report,
        scope: week % 2 === 0 ? 'alpha' : '',
        title: `${week} ${report.title}\u0001`,
        madeAt: `2026-06-${String(week).padStart(2, '0')}T05:00:00.000Z`,
      });
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await database?.drop();
  });
  const feed = async (query = '') => {
    const response = await service.fetch(`/reports.atom${query}`);
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    return readAtom(await response.text());
  };

  test('has the latest twenty first, each with its files and what stands on top', async () => {
    const { updated, entries } = await feed();
    expect(updated).toBe('2026-06-24T05:00:00.000Z');
    expect(entries.map(({ title }) => title.split(' ')[0])).toEqual(
      Array.from({ length: 20 }, (_, at) => String(24 - at)),
    );
    const [first] = entries;
    expect(first?.href).toBe('https://g.alpha.example/below/api/v1/reports/24.html');
    expect(first?.hrefs).toContain('https://g.alpha.example/below/api/v1/reports/24.json');
    expect(first?.text).toMatch(/^Read first: 2 of 80 visits failed\n14 tools are new, 3 are gone\./);
    // A name of a node stays text, and what would turn it round is shown.
    expect(first?.text).toContain('<img src=x onerror=alert(1)>\\x0d\\x0aBcc:');
    expect(first?.text).toContain('\\u202e');
    expect(new Set(entries.map(({ id }) => id)).size).toBe(20);
    expect((await feed()).entries.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
  });

  test('of one scope has that alone, and its files can be had', async () => {
    const { entries } = await feed('?scope=alpha');
    expect(entries.map(({ title }) => title.split(' ')[0])).toEqual(
      Array.from({ length: 12 }, (_, at) => String(24 - 2 * at)),
    );
    const path = new URL(entries[0]?.href ?? '').pathname.replace('/below/api/v1', '');
    const page = await service.fetch(path);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await feed('?scope=nowhere')).entries).toEqual([]);
    expect((await service.fetch(`/reports.atom?scope=${'x'.repeat(400)}`)).status).toBe(400);
  });

  test('is narrowed to what reports are of, as the list is', async () => {
    const scopes = ['', 'beta', 'beta/hpc-1', 'beta/hpc-1/n1', 'beta/hpc-1:n[1-2]'];
    for (const scope of scopes)
      await storeReport(database.db, { ...report, scope, madeAt: '2026-06-25T05:00:00.000Z' });
    const listed = async (of: string) => {
      const { items } = await service.get(`/reports?limit=1000&of=${of}`);
      return items.map(({ scope }: { scope: string }) => scope);
    };
    expect(new Set(await listed('everything'))).toEqual(new Set(['']));
    expect(await listed('everything')).toHaveLength(13);
    expect(new Set(await listed('site'))).toEqual(new Set(['beta', 'alpha']));
    expect(await listed('cluster')).toEqual(['beta/hpc-1']);
    expect(await listed('nodes')).toEqual(['beta/hpc-1:n[1-2]', 'beta/hpc-1/n1']);
    expect(await listed('')).toHaveLength(24 + scopes.length);
    expect((await feed('?of=everything')).entries).toHaveLength(13);
    expect((await feed('?of=cluster')).entries).toHaveLength(1);
    expect((await service.fetch('/reports?of=all')).status).toBe(400);
  });

  test('reads each report once', async () => {
    const { entries } = await feed();
    // A report that is not what was stored is read by nobody.
    await database.db.query(`update report set hash = sha256(hash)`);
    expect((await service.fetch('/reports/24')).status).toBe(500);
    expect((await feed()).entries).toEqual(entries);
  });

  test('tells addresses from the root where nobody said where the pages are', () => {
    const told = feedReport({ id: 7, hash: 'ab', text: '', report });
    const [entry] = readAtom(
      reportsAtom({ title: 'T', self: '/f', pages: '', reports: [told], now: new Date(0) }),
    ).entries;
    expect(entry?.href).toBe('/api/v1/reports/7.html');
  });
});
