import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { xlsx } from '../../server/reports/formats/xlsx.ts';
import type { Report } from '../../server/reports/model.ts';
import { sheetName } from '../../server/routes/exports/sheet.ts';
import { parsedCsv } from '../harness/csv.ts';
import { needs } from '../harness/tools.ts';
import { anyName, anyReport, hostileNames } from './anyReport.ts';
import { sampleReport } from './sampleReport.ts';

const sheetsOf = async (report: Report) => (await readXlsx(await xlsx(report))).sheets;

describe('a report as a workbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-report-xlsx-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has a sheet for each table, and what it is of before them', async () => {
    const sheets = await sheetsOf(sampleReport);
    expect(sheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Contents',
      'Parts',
      'Numbers',
      'Nodes that were not seen, rows',
      'Nodes that were not seen, none',
      'Nodes that were not seen, pairs',
      'Images that nobody can identify',
    ]);
    const [summary, contents, parts, numbers, rows, none] = sheets;
    expect(summary?.rows.slice(1, 4)).toEqual([
      ['Read this first', sampleReport.warnings[0]],
      ['Read this first', sampleReport.warnings[1]],
      ['Summary', sampleReport.summary[0]],
    ]);
    const made = summary?.rows.find(([what]) => what === 'Made at (UTC)');
    expect(made?.[1]).toEqual(new Date('2026-11-23T05:00:00Z'));
    expect(summary?.rows.find(([what]) => what === 'Coverage')?.[1]).toBe(0.975);
    expect(contents?.rows[1]).toEqual([
      'Nodes that were not seen, rows',
      'Coverage and failures',
      'Nodes that were not seen, rows',
      250,
      12,
      'https://gazetteer.example.org/fleet?outcome=failed',
    ]);
    // What is of the period has no time of its own.
    expect(parts?.rows.slice(1, 3)).toEqual([
      ['Coverage and failures', null, sampleReport.sections[0]?.note],
      ['Sites against each other', new Date('2026-11-22T23:00:00Z'), null],
    ]);
    expect(numbers?.rows.slice(1).map((row) => row.slice(1, 6))).toEqual([
      ['Visits that read their node', 0.975, 0.99, -0.015, null],
      ['Nodes not seen', 250, null, null, 'nodes'],
      ['Nodes of unknown driver', null, null, null, null],
    ]);
    expect(rows?.rows[0]).toEqual([
      'Node',
      'Why it was not read',
      'Images (files)',
      'Coverage',
      'Since (UTC)',
      'Expected',
    ]);
    expect(rows?.rows[8]).toEqual([
      'alpha/hpc1/n0007',
      'host key changed: pinned SHA256:abc, seen SHA256:def; tell an administrator',
      7000,
      0.007,
      new Date('2026-11-16T06:07:00Z'),
      null,
    ]);
    expect(rows?.rows).toHaveLength(251);
    expect(none?.rows).toHaveLength(1);
    for (const sheet of sheets) {
      expect(sheet.freezePane).toMatchObject({ rows: 1 });
      expect(sheet.autoFilter?.range).toMatch(/^A1:[A-Z]+\d+$/);
    }
    expect(rows?.autoFilter?.range).toBe('A1:F251');
  });

  test('is the same bytes for the same report', async () => {
    expect(Buffer.from(await xlsx(sampleReport)).equals(await xlsx(sampleReport))).toBe(true);
  });

  test('is read by LibreOffice as it was meant', async () => {
    if (!needs('soffice', 'libreoffice-calc-nogui')) return;
    const file = join(folder, 'report.xlsx');
    writeFileSync(file, await xlsx(sampleReport));
    // The last figure: every sheet into a file of its own.
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
    const run = spawnSync(
      'soffice',
      [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        filter,
        '--outdir',
        folder,
        file,
      ],
      { encoding: 'utf8', timeout: 120_000 },
    );
    expect(run).toMatchObject({ status: 0 });
    const told = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    expect(told).toHaveLength(8);
    const read = (sheet: string) =>
      parsedCsv(readFileSync(join(folder, `report-${sheet}.csv`), 'utf8').replaceAll(/(?<!\r)\n/g, '\r\n'));
    const rows = read('Nodes that were not seen, rows');
    expect(rows).toHaveLength(251);
    expect(rows[8]).toEqual([
      'alpha/hpc1/n0007',
      'host key changed: pinned SHA256:abc, seen SHA256:def; tell an administrator',
      '7000',
      '0.7%',
      '2026-11-16 06:07:00',
      '',
    ]);
    expect(rows[1]?.[5]).toBe('TRUE');
    expect(read('Numbers')[1]?.slice(2, 4)).toEqual(['97.5%', '99%']);
    const names = read('Images that nobody can identify');
    // Formulas are text, and so is everything else.
    expect(names[7]?.[1]).toBe('=HYPERLINK("http://example.org")');
    expect(names[8]?.[1]).toBe('@SUM(1+1)*cmd|calc!A1');
    expect(names[1]?.[1]).toBe('<script>alert(1)</script>');
    expect(names[9]?.[1]).toBe('x'.repeat(10_000));
  }, 150_000);

  test('of any report has legal and different names of sheets, and every row', async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, async (report) => {
        const sheets = await sheetsOf(report);
        const tables = report.sections.flatMap((section) => section.tables);
        expect(sheets).toHaveLength(4 + tables.length);
        expect(new Set(sheets.map(({ name }) => name.toLowerCase())).size).toBe(sheets.length);
        for (const { name } of sheets) {
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name.trim()).not.toBe('');
          expect(name).not.toMatch(/[\\/?*[\]:'\u0000-\u001f]/);
        }
        // Rows of nothing but empty cells leave nothing that could be read back.
        for (const [at, { rows }] of tables.entries())
          expect(sheets[at + 4]?.autoFilter?.range).toMatch(new RegExp(`^A1:[A-Z]+${rows.length + 1}$`));
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test('keeps hostile names as they are', async () => {
    const sheet = (await sheetsOf(sampleReport)).at(-1);
    // What XML cannot hold is written as an escape, which this reader leaves as it is.
    const kept = hostileNames.filter(
      (name) => !/[\u0000-\u0008\u000b-\u001f\ud800-\udfff\uffff]/.test(name) && name !== '',
    );
    expect(sheet?.rows.map((row) => row[1])).toEqual(expect.arrayContaining(kept));
  });
});

test('a name of a sheet is legal', () => {
  expect(sheetName('a/b: [c]*?')).toBe('a b   c   ');
  expect(sheetName('history')).toBe('Sheet history');
  expect(sheetName('')).toBe('Sheet');
  expect(sheetName('x'.repeat(40), ' (2)')).toBe(`${'x'.repeat(27)} (2)`);
  fc.assert(
    fc.property(anyName, (name) => {
      const legal = sheetName(name, ' (12)');
      return (
        legal.length <= 31 && legal.endsWith(' (12)') && legal.isWellFormed() && !/[\\/?*[\]:']/.test(legal)
      );
    }),
  );
});
