import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { csvCell } from '../../server/routes/exports/csv.ts';
import { parsedCsv } from '../harness/csv.ts';
import { needs } from '../harness/tools.ts';

const ATTACKS = [
  '=1+1',
  'x;=1+1',
  'x;=1+1;y',
  'x;""=1+1',
  'x; "=1+1"',
  'x\t@SUM(1)',
  'x\n+1+1',
  '";=1+1',
  'a","=1+1',
  '=1+2";=1+2',
  '=1+2\'" ;,=1+2',
  '\r\n-1+1',
  '＝1+1',
  ';＠SUM(1)',
];

const written = (rows: unknown[][]) => rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

/** Cells as a spreadsheet reads them: quotes count where a cell begins with one, and what follows the closing one belongs to the cell. */
function readBy(separators: string, file: string): string[] {
  const cells = [''];
  let isQuoted = false;
  let isNew = true;
  for (let at = 0; at < file.length; at += 1) {
    const sign = file.charAt(at);
    if (isQuoted && sign === '"' && file[at + 1] === '"') {
      cells[cells.length - 1] += '"';
      at += 1;
    } else if (isQuoted && sign === '"') isQuoted = false;
    else if (isQuoted) cells[cells.length - 1] += sign;
    else if (isNew && sign === '"') {
      isQuoted = true;
      isNew = false;
    } else if (separators.includes(sign) || sign === '\n' || sign === '\r') {
      cells.push('');
      isNew = true;
    } else {
      cells[cells.length - 1] += sign;
      isNew = false;
    }
  }
  return cells;
}

const READERS = [',', ';', '\t', ',;', ',;\t', ';\t'];

describe('a CSV file, whatever the reader separates cells by', () => {
  test.each(READERS)('has no formula by %j', (separators) => {
    const text = fc.string({ unit: fc.constantFrom(...';,"\t\r\n =+-@＝\'ax'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        for (const cell of readBy(separators, written([...rows, ATTACKS])))
          expect(cell).not.toMatch(/^[=+\-@＝＋－＠]/);
      }),
      { numRuns: 2000 },
    );
  });

  test('holds what it held where nothing in it would be run', () => {
    const text = fc
      .string({ unit: fc.constantFrom(...';,"\t\n \'ax') })
      .filter((one) => !/^[\t\n]/.test(one));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (row) => {
        expect(parsedCsv(written([row]))).toEqual([row]);
      }),
    );
  });

  test.each([
    ['python_version < "3.8"; platform', '"python_version < ""3.8""; platform"'],
    ['a;-b', '"a;\'-b"'],
    ['a - b = c', 'a - b = c'],
    ['one\n- two', '"one\n\'- two"'],
  ])('%j is written as %s', (value, cell) => expect(csvCell(value)).toBe(cell));

  test('takes time in step with its length', () => {
    const long = ';\t" '.repeat(500_000);
    const before = process.cpuUsage().user;
    csvCell(long);
    expect(process.cpuUsage(undefined).user - before).toBeLessThan(5_000_000);
  });
});

describe('LibreOffice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-csv-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('finds no formula in a file, by commas, by semicolons and by all that it offers', () => {
    if (!needs('soffice', 'libreoffice-calc-nogui')) return;
    chmodSync(folder, 0o755);
    const raw = ATTACKS.map((text) => `"${text.replaceAll('"', '""')}"\r\n`).join('');
    const rows = written(ATTACKS.map((text) => ['first', text, 'last']));
    for (const [name, separators] of [
      ['commas', '44'],
      ['semicolons', '59'],
      ['all', '44/59/9'],
    ] as const) {
      expect(formulas(folder, name, separators, rows)).toBe(0);
    }
    // It would find those of a file that is only quoted.
    expect(formulas(folder, 'raw', '44', raw)).toBeGreaterThan(0);
  }, 240_000);
});

/** How many cells become formulas where they are evaluated as the file is read (the thirteenth token of its filter). */
function formulas(folder: string, name: string, separators: string, text: string): number {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, text);
  const run = spawnSync(
    'soffice',
    [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      `--infilter=CSV:${separators},34,76,1,,0,false,true,false,false,false,-1,true`,
      '--convert-to',
      'fods',
      '--outdir',
      folder,
      file,
    ],
    { encoding: 'utf8', timeout: 120_000 },
  );
  expect(run).toMatchObject({ status: 0 });
  const cells = readFileSync(join(folder, `${name}.fods`), 'utf8').matchAll(/table:formula="/g);
  return [...cells].length;
}
