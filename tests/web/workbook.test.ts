import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { workbookOf } from '../../web/document/rowWorkbook.ts';
import { needs } from '../harness/tools.ts';

const at = '2026-11-28T07:30:15.000Z';
const rows = [
  { name: '=cmd|calc!A1', count: 3, at, tags: ['x', 'y'], ready: true },
  { name: 'naïve <b> & \u202e', count: null, at: 'never', tags: [], ready: false },
];
const columns = ['name', 'count', 'at', 'tags', 'ready'];

describe('a workbook that a page makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-page-xlsx-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds its rows with typed cells, and no formula', async () => {
    const bytes = new Uint8Array(await workbookOf('modules/<tree>', columns, rows).arrayBuffer());
    const { sheets } = await readXlsx(bytes);
    expect(sheets).toHaveLength(1);
    expect(sheets[0]?.name).toBe('modules <tree>');
    expect(sheets[0]?.rows).toEqual([
      columns,
      ['=cmd|calc!A1', 3, new Date(at), '["x","y"]', true],
      ['naïve <b> & \u202e', null, 'never', '[]', false],
    ]);
    expect(sheets[0]?.autoFilter?.range).toBe('A1:E3');
    if (!needs('unzip', 'unzip')) return;
    const file = join(folder, 'rows.xlsx');
    writeFileSync(file, bytes);
    expect(spawnSync('unzip', ['-t', file], { encoding: 'utf8' })).toMatchObject({ status: 0 });
    const sheet = spawnSync('unzip', ['-p', file, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' }).stdout;
    expect(sheet).not.toContain('<f>');
  });
});
