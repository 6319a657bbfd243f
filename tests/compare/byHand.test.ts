import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../server/collect/collect.ts';
import { MATCHES } from '../../server/compare/match.ts';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { DEFAULT_WEIGHTS, scoreOf } from '../../server/compare/score.ts';
import { installation } from '../../server/config.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';
import { type Service, startService } from '../harness/service.ts';

interface ByHand {
  a: string;
  b: string;
  rows: { tool: string; version: string; match: string }[];
  score: string;
}

/** The tables that a person made, from the document. */
function comparisonsByHand(): ByHand[] {
  const text = readFileSync(join(installation, 'docs/reproducibility.md'), 'utf8');
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [, a = '', b = ''] = /^(\S+) in (\S+)\n/.exec(section) ?? [];
      const rows = section
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .slice(1)
        .map((line) => line.split('|').map((cell) => cell.trim()))
        .map(([, tool = '', version = '', match = '']) => ({ tool, version, match }));
      return { a, b, rows, score: /^Score: .* = (\d\.\d{3})/m.exec(section)?.[1] ?? '' };
    });
}

describe.skipIf(!canInvent())('comparisons that a person made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-byhand-'));
  let database: TestDatabase;
  let service: Service;
  let sites: InventedSites;
  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sites = await inventSites(folder);
    await applyInventory(database.db, readSites(sites.file), { prune: false });
    const options = { dataFolder: join(folder, 'data'), parallel: 8, signal: new AbortController().signal };
    await collect(database.db, '', options);
    await refreshComparisons(database.db, { staleDays: 30 });
    service = await startService(database.db);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const byHand = comparisonsByHand();
  const compared = (a: string, b: string, more = '') =>
    service.get(`/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}${more}`);

  test('there are four tables with rows, and a score each', () => {
    expect(byHand.map(({ rows }) => rows.length)).toEqual([22, 14, 14, 12]);
    for (const { score } of byHand) expect(score).not.toBe('');
  });

  test.each(byHand)('$a in $b', async ({ a, b, rows, score }) => {
    const answer = await compared(a, b);
    const told = answer.items.map(({ tool, version, match }: Record<string, string>) => ({
      tool,
      version,
      match,
    }));
    expect(told).toEqual(rows);
    const counts = MATCHES.map((match) => rows.filter((row) => row.match === match).length);
    expect(MATCHES.map((match) => answer.there.matches[match])).toEqual(counts);
    expect(answer.there.score).toBeCloseTo(scoreOf(counts, DEFAULT_WEIGHTS) ?? -1, 10);
    expect(answer.there.score.toFixed(3)).toBe(score);
    for (const parts of [answer.there.tiers, answer.there.categories])
      expect(parts.reduce((sum: number, part: { total: number }) => sum + part.total, 0)).toBe(rows.length);
  });

  test('every count is that of the rows behind it, and the way back is the other way there', async () => {
    const [there, other] = [await compared('alpine', 'harbour'), await compared('harbour', 'alpine')];
    expect(there.back).toEqual(other.there);
    expect((await compared('alpine', 'harbour', '&direction=back')).items).toEqual(other.items);
    for (const match of MATCHES) {
      const rows = await compared('alpine', 'harbour', `&match=${match}`);
      expect([match, rows.total]).toEqual([match, there.there.matches[match]]);
    }
    for (const { tier, total } of there.there.tiers)
      expect((await compared('alpine', 'harbour', `&tier=${tier}`)).total).toBe(total);
    for (const { category, total } of there.there.categories)
      expect((await compared('alpine', 'harbour', `&category=${category}`)).total).toBe(total);
  });

  test('the matrix tells the same, and says what was not read', async () => {
    const pairs = await service.get('/compare/pairs');
    const { there } = await compared('alpine', 'harbour');
    const pair = pairs.items.find(({ a, b }: { a: string; b: string }) => a === 'alpine' && b === 'harbour');
    expect(pair).toEqual({ a: 'alpine', b: 'harbour', score: there.score, ...there.matches });
    expect(pairs.sides).toEqual([
      { name: 'alpine', gaps: ['images'] },
      { name: 'harbour', gaps: [] },
    ]);
    const clusters = await service.get('/compare/pairs?of=clusters');
    expect(clusters.items.map(({ a, score }: { a: string; score: number }) => [a, score.toFixed(3)])).toEqual(
      [
        ['alpine/edelweiss', '0.061'],
        ['harbour/tide', '0.450'],
      ],
    );
    for (const part of [there.tiers[0], there.categories[0]]) {
      const { tier, category, ...counts } = part;
      const of = tier === undefined ? `category=${category}` : `tier=${tier}`;
      const [found] = (await service.get(`/compare/pairs?${of}`)).items;
      expect(found).toMatchObject(counts);
    }
  });

  test('a row tells both places, with the lines that load them, and what the match rests on', async () => {
    const { items } = await compared('alpine', 'harbour', '&match=same-build');
    expect(items).toEqual([
      expect.objectContaining({
        tool: 'samtools',
        tier: '1a',
        build: 'h00cdaf9_0',
        provider: 'apptainer',
        thereProvider: 'conda',
        thereLoad: 'conda activate /opt/miniforge3/envs/bio',
        evidence: 'build h00cdaf9_0 and h00cdaf9_0',
      }),
    ]);
    expect(items[0].load).toMatch(/^apptainer exec \/opt\/containers\//);
  });

  test('a row says whether the other place can get it, and what is there already is not asked about', async () => {
    const told = async (a: string, b: string, tool: string) => {
      const { items } = await compared(a, b, `&q=${tool}`);
      const [row] = items.filter((one: { tool: string }) => one.tool === tool);
      return [row.obtainable, row.how];
    };
    expect(await told('alpine', 'harbour', 'samtools')).toEqual(['', '']);
    expect(await told('alpine', 'harbour', 'gcc')).toEqual([
      'no',
      expect.stringContaining('no form that travels'),
    ]);
    // An image for s390x, and one that nobody looked into.
    expect(await told('alpine', 'harbour', 'both')).toEqual(['no', expect.stringContaining('s390x')]);
    expect(await told('alpine', 'harbour', 'bwa')).toEqual([
      'unknown',
      expect.stringContaining('is not known'),
    ]);
    expect(await told('harbour', 'alpine', 'htslib')).toEqual(['no', 'there is no conda there']);
    expect(await told('harbour', 'alpine', 'multiqc')).toEqual(['no', 'there is no conda there']);
    expect(await told('harbour@2030-01-01', 'harbour/tide/g01@2030-01-01', 'singularityce')).toEqual([
      'no',
      expect.stringContaining('no form that travels'),
    ]);
  });

  test('pages and files hold all rows, each once', async () => {
    const first = await compared('alpine', 'harbour', '&limit=10');
    const second = await compared('alpine', 'harbour', `&limit=10&after=${first.next}`);
    const third = await compared('alpine', 'harbour', `&limit=10&after=${second.next}`);
    const all = [...first.items, ...second.items, ...third.items];
    expect(all).toEqual((await compared('alpine', 'harbour')).items);
    expect(third.next).toBeNull();
    const csv = await (await service.fetch('/compare.csv?a=alpine&b=harbour')).text();
    expect(csv.trim().split('\r\n').length).toBe(23);
    expect(csv.split('\r\n')[0]).toMatch(/^tool,label,version,tier,category,match,evidence,/);
  });

  test('environments match by all of their packages', async () => {
    const list = async (a: string, b: string) =>
      (await service.get(`/compare/environments?a=${a}&b=${b}`)).items.map(
        ({ place, packages, match, therePlace }: Record<string, string | number>) => [
          place,
          packages,
          match,
          therePlace,
        ],
      );
    // Base and bio of one installation on a shared file system.
    const own = await list('harbour/tide/n01', 'harbour/tide/g01');
    expect(own.length).toBe(2);
    for (const [place, packages, match, therePlace] of own) {
      expect(packages).toBeGreaterThan(1);
      expect([match, therePlace]).toEqual(['identical', place]);
    }
    expect((await list('harbour', 'alpine')).map(([, , match]: string[]) => match)).toEqual([
      'missing',
      'missing',
    ]);
    expect(await list('alpine', 'harbour')).toEqual([]);
  });

  test('what is wrong with an address is said', async () => {
    for (const [query, status, message] of [
      ['a=alpin&b=harbour', 404, 'there is no site alpin'],
      ['a=alpine&b=../etc', 400, '"../etc" is no place'],
      ['a=alpine', 400, 'b: '],
      ['a=alpine&b=harbour@tomorrow', 400, '"tomorrow" is no date such as 2026-11-01'],
    ] as const) {
      const response = await service.fetch(`/compare?${query}`);
      const body = await response.json();
      expect([query, response.status]).toEqual([query, status]);
      expect(JSON.stringify(body)).toContain(JSON.stringify(message).slice(1, -1));
    }
  });

  test('tools are listed by which sites have them', async () => {
    const list = async (query: string) =>
      (await service.get(`/compare/tools?${query}`)).items.map(
        ({ tool, oldest, newest }: Record<string, string>) => `${tool} ${oldest}-${newest}`,
      );
    expect(await list('list=skew')).toEqual([
      'python 3.10.8-3.11',
      'apptainer 1.2.5-1.3.6',
      'gcc 11.3.0-12.2.0',
      'samtools 1.9-1.17',
      'viewer 0.9-1.0',
    ]);
    const only = await service.get('/compare/tools?list=only');
    // All but python and samtools, which both have.
    expect(only.total).toBe(
      new Set(byHand.slice(0, 2).flatMap(({ rows }) => rows.map(({ tool }) => tool))).size - 2,
    );
    const gain = await service.get('/compare/tools?list=gain&site=harbour');
    const missing = byHand[0]?.rows.filter(({ match }) => match === 'missing').map(({ tool }) => tool);
    expect(gain.total).toBe(new Set(missing).size);
    expect(gain.items.every(({ known }: { known: boolean }) => known)).toBe(true);
    const unsure = await service.get('/compare/tools?list=gain&site=alpine');
    expect(unsure.items.some(({ known }: { known: boolean }) => known)).toBe(false);
    expect((await service.get('/compare/tools?list=bytes')).total).toBe(0);
  });

  test('the score over time begins with nothing known, and ends with what is so now', async () => {
    const { items } = await service.get('/compare/series?a=alpine&b=harbour&points=3');
    expect(items.map(({ score, total }: { score: number | null; total: number }) => [score, total])).toEqual([
      [null, 0],
      [null, 0],
      [(await compared('alpine', 'harbour')).there.score, 22],
    ]);
  });

  test('the command line tells it too, also of an inventory that was written before', async () => {
    const env = { DATABASE_URL: database.url };
    const told = await gazetteer(['compare', 'alpine', 'harbour', '--match', 'same-build'], env);
    expect(told.out).toMatch(/there +0\.061 +22 +0 +1 +0 +0 +1 +1 +19 +0/);
    expect(told.out).toMatch(/SAMtools +1\.17 +1a apptainer +same-build +1\.17 conda +build h00cdaf9_0/);
    expect(told.code).toBe(0);
    const written = await gazetteer(['inventory', 'alpine'], env);
    const file = join(folder, 'alpine.json');
    writeFileSync(file, written.out);
    const ours = await gazetteer(['compare', 'alpine', 'harbour', '--json'], env);
    const theirs = await gazetteer(['compare', file, 'harbour', '--json'], env);
    const [one, other] = [JSON.parse(ours.out), JSON.parse(theirs.out)];
    expect(other.there).toEqual(one.there);
    expect(other.back).toEqual(one.back);
    const wrong = await gazetteer(['compare', join(folder, 'sites.yaml'), 'harbour'], env);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('sites.yaml is no inventory: ')]);
    const matrix = await gazetteer(['compare'], env);
    expect(matrix.out).toMatch(/alpine +harbour +0\.061 +22/);
    expect((await gazetteer(['compare', 'alpine'], env)).code).toBe(2);
  }, 60_000);
});
