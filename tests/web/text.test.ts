import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownLink } from '../../web/addresses/pages.ts';
import { exportAddress, withQuery } from '../../web/api/request.ts';
import { byteStep } from '../../web/charts/chartData.ts';
import { csvOf } from '../../web/document/rowFile.ts';
import { rowsWith, sorted } from '../../web/document/rowOrder.ts';
import { readSearch, writeSearch } from '../../web/find/searchText.ts';
import { isText } from '../../web/fleet/isText.ts';
import { bytesPer, labelOf } from '../../web/text/labels.ts';
import { bytesText, durationText } from '../../web/text/quantities.ts';
import { visiblePieces, visibleText } from '../../web/text/visible.ts';
import { ageText } from '../../web/time/age.ts';
import { isBuildEpoch } from '../../web/time/buildEpoch.ts';

test.each([
  ['samtools', 'samtools', ''],
  ['  samtools   1.17 ', 'samtools', '1.17'],
  ['samtools/1.17-GCC-12.2.0', 'samtools', '1.17-GCC-12.2.0'],
  ['samtools=1.17', 'samtools', '1.17'],
  ['samtools==1.17', 'samtools', '1.17'],
  ['samtools@1.17', 'samtools', '1.17'],
  ['samtools v1.17', 'samtools', '1.17'],
  ['module load bio/SAMtools/1.17', 'bio/SAMtools', '1.17'],
  ['quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'quay.io/biocontainers/samtools', '1.17--h00cdaf9_0'],
  ['7zip', '7zip', ''],
  ['python3', 'python3', ''],
  ['visual studio code', 'visual studio code', ''],
  ['', '', ''],
])('search text %j', (text, tool, version) => {
  expect(readSearch(text)).toEqual({ tool, version });
});

test('a search that is written is read again as it was', () => {
  expect(readSearch(writeSearch({ tool: 'samtools', version: '1.17' }))).toEqual({
    tool: 'samtools',
    version: '1.17',
  });
});

describe('text of nodes', () => {
  test.each([
    ['plain', 'plain'],
    ['a\u001b[31mb', 'a[ESC][31mb'],
    ['a\nb\tc', 'a[LF]b[TAB]c'],
    ['\u202egnp', '[RLO]gnp'],
    ['a\u200bb', 'a[ZWSP]b'],
    ['a\u00a0b', 'a[NBSP]b'],
    ['\ud800', '[U+D800]'],
    ['\u{e0041}', '[U+E0041]'],
    ['Grüße, 日本, עברית', 'Grüße, 日本, עברית'],
    ['\ufffd', '\ufffd'],
  ])('%j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test('nothing is lost, and nothing that acts is left ordinary', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const pieces = visiblePieces(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const piece of pieces)
          if (piece.control === '') expect(piece.text).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });
});

test.each([
  [20_000, 'just now'],
  [5 * 60_000, '5 min ago'],
  [35 * 3_600_000, '35 h ago'],
  [49 * 3_600_000, '2 days ago'],
  [13 * 86_400_000, '13 days ago'],
  [40 * 86_400_000, '5 weeks ago'],
  [400 * 86_400_000, '13 months ago'],
  [1000 * 86_400_000, '2 years ago'],
  [-5 * 60_000, 'in 5 min'],
])('%d ms is %s', (span, words) => {
  expect(ageText(1e12 - span, 1e12)).toBe(words);
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [61_440_000, '58.6 MiB'],
  [549_755_813_888, '512 GiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesText(bytes)).toBe(words);
});

test('durations, labels and what numbers count', () => {
  expect([durationText(900), durationText(14_200), durationText(61_000), durationText(3_660_000)]).toEqual([
    '900 ms',
    '14.2 s',
    '1 min 1 s',
    '1 h 1 min',
  ]);
  // No minute has sixty seconds, however a length is rounded.
  expect([59_949, 59_999, 119_700, 3_599_800].map(durationText)).toEqual([
    '59.9 s',
    '1 min 0 s',
    '2 min 0 s',
    '1 h 0 min',
  ]);
  expect([labelOf('cpuModel'), labelOf('memoryMiB'), labelOf('x86Level')]).toEqual([
    'CPU model',
    'Memory',
    'x86-64 level',
  ]);
  expect([bytesPer('memoryBytes'), bytesPer('memoryMiB'), bytesPer('size'), bytesPer('cores')]).toEqual([
    1, 1048576, 1, 0,
  ]);
});

test('an axis of bytes has round steps, and few', () => {
  const MIB = 1024 * 1024;
  expect(
    [3, 35, 499 * MIB, 1000 * MIB, 1.2 * 1024 * MIB, 7 * 1024 * MIB].map((most) => bytesText(byteStep(most))),
  ).toEqual(['1 B', '10 B', '100 MiB', '200 MiB', '256 MiB', '2 GiB']);
  for (let most = 1; most < 2 ** 50; most *= 1.7) expect(most / byteStep(most)).toBeLessThanOrEqual(6);
});

test('addresses', () => {
  expect(withQuery('/nodes', { site: 'a b', q: '', limit: 5 })).toBe('/nodes?site=a+b&limit=5');
  const list = { path: '/nodes?site=a&after=x&limit=100' };
  expect(exportAddress(list, 'csv')).toBe('/api/v1/nodes.csv?site=a');
  expect(exportAddress(list, 'json')).toBe('/api/v1/nodes.json?site=a');
  expect(['/held', '//evil.example', '/\\evil.example', 'javascript:alert(1)'].map(ownLink)).toEqual([
    '/held',
    '/',
    '/',
    '/',
  ]);
});

test('rows are sorted by number where they are numbered, unknown ones last', () => {
  const rows = [{ v: '1.17' }, { v: '' }, { v: '1.9' }];
  expect(sorted(rows, 'v').map(({ v }) => v)).toEqual(['1.9', '1.17', '']);
  expect(sorted(rows, '-v').map(({ v }) => v)).toEqual(['1.17', '1.9', '']);
  expect(
    rowsWith(
      [
        { a: 'SAMtools', b: ['x'] },
        { a: 'bwa', b: [] },
      ],
      'samT',
    ),
  ).toHaveLength(1);
});

test.each([
  [{ driver: '550.54', mig: '' }, 'Driver 550.54, MIG not told'],
  [{ rebootPending: true, vendor: 'AMD' }, 'Reboot pending yes, Vendor AMD'],
  [{ memoryMiB: 81_559 }, 'Memory 79.6 GiB'],
  [{ model: { not: ['A100', ''] } }, 'Model other than A100 or not told'],
])('the filter for exact facts %j is read as %s', (is, text) => {
  const columns = [
    { key: 'driver', title: 'Driver' },
    { key: 'mig', title: 'MIG' },
    { key: 'model', title: 'Model' },
  ];
  expect(isText(JSON.stringify(is), columns)).toBe(text);
});

test('what is no filter for exact facts is shown as it is', () => {
  for (const wrong of ['{', '"x"', '7', 'null']) expect(isText(wrong, [])).toBe(wrong);
});

test('a file is quoted, and no cell of it is a formula', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        { a: '=1+1', b: 'x,"y"\n' },
        { a: -1, b: null },
      ],
    ),
  ).toBe('a,b\r\n\'=1+1,"x,""y""\n"\r\n-1,\r\n');
});

test.each([
  ['1970-01-01T00:00:00Z', true],
  ['1970-01-01T00:00:01Z', true],
  ['1980-01-01T00:00:01Z', true],
  ['1980-01-01T00:00:00.000Z', true],
  ['1980-01-02T00:00:00Z', false],
  ['1970-01-01T07:30:00Z', false],
  ['2024-03-18T09:12:44Z', false],
  ['', false],
])('%j as the date of a build that sets none: %s', (time, is) => expect(isBuildEpoch(time)).toBe(is));
