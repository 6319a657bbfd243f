import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { lettersOf } from '../../server/routes/exports/sheet.ts';
import { partsOf, xlsx } from '../../server/routes/exports/xlsx.ts';
import { zipped } from '../../server/routes/exports/zip.ts';
import { parsedCsv } from '../harness/csv.ts';
import { needs } from '../harness/tools.ts';
import { bytesOf, gathered, sampleList, sampleRow } from './list.ts';

const HEADER = ['name', 'count', 'ready', 'at', 'reason.code', 'reason.message', 'tags'];
const at = '2026-11-28T07:30:15.000Z';

const rows = [
  sampleRow({ name: 'plain', count: 12.5, ready: true, at, reason: { code: 'io', message: 'a <b> & "c"' } }),
  sampleRow({ name: '=cmd|calc!A1', count: -3, tags: ['x', 'y, z'] }),
  sampleRow({ name: ' led\nby\ta space ', count: 0 }),
  sampleRow({ name: 'NUL\0 ESC\u001b half\ud800 _x0041_ end', count: 9007199254740991 }),
  sampleRow({ name: '<script>alert(1)</script> \u202egnp', at: '1899-12-31T00:00:00.000Z' }),
];

describe('a workbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-xlsx-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds typed cells under its header', async () => {
    const bytes = await bytesOf(xlsx, sampleList(rows));
    const { sheets } = await readXlsx(bytes);
    const [sheet] = sheets;
    expect(sheets).toHaveLength(1);
    expect(sheet?.name).toBe('samples');
    expect(sheet?.rows[0]).toEqual(HEADER);
    expect(sheet?.rows[1]?.slice(0, 6)).toEqual(['plain', 12.5, true, new Date(at), 'io', 'a <b> & "c"']);
    expect(sheet?.rows[2]?.slice(0, 3)).toEqual(['=cmd|calc!A1', -3, false]);
    expect(sheet?.rows[2]?.[6]).toBe('["x","y, z"]');
    expect(sheet?.rows[3]?.[0]).toBe(' led\nby\ta space ');
    // Excel's calendar has no such day: it stays text.
    expect(sheet?.rows[5]?.[3]).toBe('1899-12-31T00:00:00.000Z');
    expect(sheet?.rows).toHaveLength(1 + rows.length);
    expect(sheet?.autoFilter?.range).toBe('A1:G6');
    expect(sheet?.freezePane).toMatchObject({ rows: 1 });
  });

  test('is the same bytes for the same rows, and sound to unzip', async () => {
    const bytes = await bytesOf(xlsx, sampleList(rows));
    expect((await bytesOf(xlsx, sampleList(rows))).equals(bytes)).toBe(true);
    if (!needs('unzip', 'unzip')) return;
    const file = join(folder, 'sound.xlsx');
    writeFileSync(file, bytes);
    expect(spawnSync('unzip', ['-t', file], { encoding: 'utf8' })).toMatchObject({ status: 0 });
    const sheet = spawnSync('unzip', ['-p', file, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' }).stdout;
    // Text that looks like a formula is a cell of text, and none is a formula.
    expect(sheet).toContain('<c r="A3" s="3" t="inlineStr"><is><t xml:space="preserve">=cmd|calc!A1</t>');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('NUL_x0000_ ESC_x001B_ half_xD800_ _x005F_x0041_ end');
  });

  test('goes on in another sheet where one is full', async () => {
    const many = Array.from({ length: 11 }, (_, count) => sampleRow({ name: `n${count}`, count }));
    const bytes = await gathered(zipped(partsOf(sampleList(many), 5)));
    const { sheets } = await readXlsx(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['samples', 'samples (2)', 'samples (3)']);
    for (const sheet of sheets) expect(sheet.rows[0]).toEqual(HEADER);
    expect(sheets.flatMap((sheet) => sheet.rows.slice(1)).map((row) => row[1])).toEqual(
      many.map((row) => row.count),
    );
    // A full last sheet is not followed by an empty one.
    const full = await readXlsx(await gathered(zipped(partsOf(sampleList(many.slice(0, 8)), 5))));
    expect(full.sheets.map((sheet) => sheet.rows.length)).toEqual([5, 5]);
  });

  test('without rows has its header alone', async () => {
    const { sheets } = await readXlsx(await bytesOf(xlsx, sampleList([])));
    expect(sheets.map((sheet) => sheet.rows)).toEqual([[HEADER]]);
  });

  test('describes no columns where there is none: an empty list of them is not allowed (CT_Cols)', async () => {
    const texts: string[] = [];
    for await (const { name, text } of partsOf(sampleList([], { columns: [] }), 5))
      if (name.startsWith('xl/worksheets/')) for await (const part of text) texts.push(part);
    expect(texts.join('')).toContain('</sheetViews>\n<sheetData>');
    expect(texts.join('')).not.toContain('cols');
  });

  test('cuts what no cell may hold, and says so', async () => {
    const { sheets } = await readXlsx(
      await bytesOf(xlsx, sampleList([sampleRow({ name: 'y'.repeat(40_000) })])),
    );
    const text = String(sheets[0]?.rows[1]?.[0]);
    expect(text).toHaveLength(32_767);
    expect(text.endsWith('y [cut]')).toBe(true);
  });

  test('gives any text back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 8 }),
        async (texts) => {
          const { sheets } = await readXlsx(
            await bytesOf(xlsx, sampleList(texts.map((name) => sampleRow({ name, count: 1 })))),
          );
          const told = (sheets[0]?.rows.slice(1) ?? []).map((row) => row[0] ?? '');
          expect(told).toEqual(texts);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is read by LibreOffice as it was meant', async () => {
    if (!needs('soffice', 'libreoffice-calc-nogui')) return;
    const file = join(folder, 'office.xlsx');
    writeFileSync(file, await bytesOf(xlsx, sampleList(rows)));
    const run = spawnSync(
      'soffice',
      [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        'csv',
        '--outdir',
        folder,
        file,
      ],
      { encoding: 'utf8', timeout: 120_000 },
    );
    expect(run).toMatchObject({ status: 0 });
    const told = parsedCsv(readFileSync(join(folder, 'office.csv'), 'utf8').replaceAll(/(?<!\r)\n/g, '\r\n'));
    expect(told).toHaveLength(1 + rows.length);
    expect(told[0]).toEqual(HEADER);
    expect(told[1]).toEqual(['plain', '12.5', 'TRUE', '2026-11-28 07:30:15', 'io', 'a <b> & "c"', '[]']);
    expect(told[2]?.[0]).toBe('=cmd|calc!A1');
    expect(told[2]?.[1]).toBe('-3');
  }, 150_000);

  test.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [51, 'AZ'],
    [52, 'BA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('column %i is %s', (place, letters) => expect(lettersOf(place)).toBe(letters));
});
