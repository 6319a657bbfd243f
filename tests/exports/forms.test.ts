import { describe, expect, test } from 'vitest';
import { chosenColumns, columnsNamed, columnsOf } from '../../server/routes/exports/columns.ts';
import { csv } from '../../server/routes/exports/csv.ts';
import { json, ndjson } from '../../server/routes/exports/json.ts';
import { parsedCsv } from '../harness/csv.ts';
import { bytesOf, Sample, sampleList, sampleRow } from './list.ts';

const rows = [
  sampleRow({ name: 'one', count: 1, reason: { code: 'io', message: 'said\n=so' }, tags: ['a'] }),
  sampleRow({ name: '-two', count: -2 }),
  sampleRow({ name: 'three' }),
  sampleRow({ name: 'four' }),
];
const text = async (...of: Parameters<typeof bytesOf>) => (await bytesOf(...of)).toString('utf8');

describe('columns', () => {
  test('are the fields of a row, and those of the records in it', () => {
    expect(columnsOf(Sample).map(({ name, kind }) => [name, kind])).toEqual([
      ['name', 'text'],
      ['count', 'number'],
      ['ready', 'yes or no'],
      ['at', 'time'],
      ['reason.code', 'text'],
      ['reason.message', 'text'],
      ['tags', 'list'],
    ]);
    expect(columnsOf(Sample)[0]?.meaning).toBe('of the row');
  });

  test('are chosen by name, in the order of the names, each once', () => {
    const chosen = chosenColumns(columnsOf(Sample), 'tags,,name,tags');
    expect(chosen.map(({ name }) => name)).toEqual(['tags', 'name']);
    expect(() => chosenColumns(columnsOf(Sample), 'name,nmae')).toThrow(/no column "nmae"/);
  });

  test('that no schema describes are there by name, also without a row', async () => {
    const columns = columnsNamed(['a.b', '=c']);
    expect(await text(csv, sampleList([], { columns }))).toBe("a.b,'=c\r\n");
    expect(await text(csv, sampleList([{ '=c': 1, 'a.b': 2 }], { columns }))).toBe("a.b,'=c\r\n2,1\r\n");
  });
});

describe('CSV', () => {
  test('has a header, and every row once', async () => {
    const told = parsedCsv(await text(csv, sampleList(rows)));
    expect(told[0]).toEqual(['name', 'count', 'ready', 'at', 'reason.code', 'reason.message', 'tags']);
    expect(told[1]).toEqual(['one', '1', 'false', '', 'io', "said\n'=so", '["a"]']);
    expect(told[2]?.slice(0, 2)).toEqual(["'-two", '-2']);
    expect(told).toHaveLength(1 + rows.length);
  });

  test('begins with the mark only where it is asked for', async () => {
    expect((await bytesOf(csv, sampleList(rows, { mark: true }))).subarray(0, 5).toString('latin1')).toBe(
      '\xef\xbb\xbfna',
    );
    expect((await text(csv, sampleList(rows))).startsWith('name')).toBe(true);
  });
});

describe('JSON', () => {
  test('is what the API answers, whole', async () => {
    expect(JSON.parse(await text(json, sampleList(rows)))).toEqual({ total: 4, next: null, items: rows });
    expect(JSON.parse(await text(json, sampleList([])))).toEqual({ total: 0, next: null, items: [] });
  });

  test('holds chosen columns under their own names', async () => {
    const columns = chosenColumns(columnsOf(Sample), 'reason.code,name');
    const told = JSON.parse(await text(json, sampleList(rows, { columns, chosen: true })));
    expect(told.items[0]).toEqual({ 'reason.code': 'io', name: 'one' });
    expect(told.items[1]).toEqual({ 'reason.code': null, name: '-two' });
  });

  test('line by line is a row a line', async () => {
    const lines = (await text(ndjson, sampleList(rows))).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
  });
});
