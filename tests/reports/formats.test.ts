import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlOf as htmlOfMail } from '../../server/delivery/mail/body.ts';
import { csv } from '../../server/reports/formats/csv.ts';
import { html } from '../../server/reports/formats/html.ts';
import { reportFormats } from '../../server/reports/formats/index.ts';
import { escaped, markdown } from '../../server/reports/formats/markdown.ts';
import { shownBefore } from '../../server/reports/formats/shown.ts';
import type { Report, ReportFigure } from '../../server/reports/model.ts';
import { FILES } from '../../web/reports/ReportTop.tsx';
import { parsedCsv } from '../harness/csv.ts';
import { reportOf } from './oneText.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '" onmouseover="alert(1)',
  '--><svg/onload=alert(1)>',
  '=HYPERLINK("http://evil.example","x")',
  '@SUM(1+1)*cmd|calc',
  '[x](javascript:alert(1)) ![y](http://evil.example/z.png)',
  '| a | b |\n|---|---|\n# heading',
  '`code` *bold* __under__ ~~struck~~ <b>b</b> &lt; www.evil.example http://evil.example',
  'quay.io/biocontainers/samtools:1.17--h00cdaf9_0',
  'right \u202e to left \u0000 \u001b[31m red',
  '\ud800 half a pair',
  '日本語 العربية 🧬',
  'x'.repeat(10_000),
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }));

const htmlOf = (text: string) => Buffer.from(html(reportOf(text))).toString();
const markdownOf = (text: string) => Buffer.from(markdown(reportOf(text))).toString();

test('the page of a report leads to formats that are there', () => {
  const endings = reportFormats.map(({ ending }) => ending);
  for (const [ending] of FILES) expect(endings).toContain(ending);
});

test('a part says as of when it is, in the zone of the report', async () => {
  const report = reportOf('plain');
  const [section] = report.sections;
  if (!section) throw new Error('it has a part');
  const made = 'As of 2026-11-23 06:00 (Europe/Berlin), when the report was made. plain';
  const ended = 'As of 2026-11-23 00:00 (Europe/Berlin). plain';
  const faces = async (one: Report) => [
    Buffer.from(html(one)).toString(),
    Buffer.from(markdown(one)).toString().replaceAll('\\', ''),
    htmlOfMail({ report: one, page: '', pictures: new Map(), notes: [], test: false }),
  ];
  for (const face of await faces(report)) expect(face).toContain(made);
  const past: Report = { ...report, sections: [{ ...section, asOf: '2026-11-22T23:00:00.000Z' }] };
  for (const face of await faces(past)) expect(face).toContain(ended);
  const ofPeriod: Report = { ...report, sections: [{ ...section, asOf: undefined }] };
  for (const face of await faces(ofPeriod)) expect(face).not.toContain('As of');
});

test('a figure says how it moved', () => {
  const shown = (one: Partial<ReportFigure>) =>
    shownBefore({ id: 'a', label: 'A', value: 5, type: 'number', href: '/', ...one });
  expect(shown({})).toBe('');
  expect(shown({ before: null, movement: null })).toBe('before: not known');
  expect(shown({ value: null, before: 3, movement: null })).toBe('before: 3');
  expect(shown({ before: 5, movement: 0 })).toBe('as before');
  expect(shown({ before: 1234, movement: -1229, unit: 'nodes' })).toBe('-1,229 from 1,234 nodes');
  expect(shown({ before: 2, movement: 3 })).toBe('+3 from 2');
  expect(shown({ type: 'share', value: 0.6, before: 1, movement: -0.4 })).toBe('-40 points from 100 %');
  expect(shown({ type: 'share', value: 0.5, before: 0.4999, movement: 0.0001 })).toBe(
    '+0.1 points from 50 %',
  );
});

describe('HTML', () => {
  // The report whose names are plain says which tags and attributes there are; no name may add one.
  const tagsOf = (text: string) =>
    [...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/"[^"]*"/g, '""'));
  const drawing = /<svg.*?<\/svg>/gs;
  const plain = tagsOf(htmlOf('plain').replaceAll(drawing, ''));

  test('holds no tag, attribute or script but its own, whatever names are', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = htmlOf(text);
        expect(tagsOf(page.replaceAll(drawing, ''))).toEqual(plain);
        expect(page).not.toMatch(/<script|[\u0000\u202e]/i);
      }),
      { numRuns: 300 },
    );
  });

  test('loads nothing', () => {
    expect(htmlOf('plain')).not.toMatch(/<(?:link|img|iframe|script|object|embed)|@import|url\(/i);
  });
});

describe('Markdown', () => {
  test('has the same lines whatever names are, and no name begins anything', () => {
    const shape = (text: string) =>
      markdownOf(text)
        .split('\n')
        .map((line) => line.replaceAll(/\\./g, '').replaceAll(/[^|#]/gu, '').length);
    const lines = shape('plain');
    fc.assert(
      fc.property(hostile, (text) => {
        const own = markdownOf(text);
        expect(own.split('\n').length).toBe(markdownOf('plain').split('\n').length);
        const bare = escaped(text).replaceAll(/\\./gu, '');
        expect(bare).not.toMatch(/[`*[\]<|~$]|https?:\/\/|www\./i);
        expect(bare).not.toMatch(/^\s*(?:>|#{1,6}(?:\s|$)|[+-](?:\s|$)|-+$|\d{1,9}[.)](?:\s|$))/);
      }),
      { numRuns: 300 },
    );
    expect(lines.length).toBeGreaterThan(10);
  });

  test('leaves names that are names as they are', () => {
    for (const name of [
      'x86_64',
      'GCC-12.2.0',
      'samtools 1.17',
      '/apps/modules',
      'R_4.3',
      'a-b-c.d',
      '2026-11-16',
    ])
      expect(escaped(name)).toBe(name);
    expect(['1. x', '- x', '# x', '> x', '---'].map(escaped)).toEqual([
      '1\\. x',
      '\\- x',
      '\\# x',
      '\\> x',
      '\\---',
    ]);
  });

  test('reads as it should', () => {
    expect(markdownOf('plain')).toContain(
      [
        '| plain | Share | At |',
        '| --- | ---: | --- |',
        '| plain | 50 % | 2026-11-16 06:30 |',
        '| plain | not known |  |',
      ].join('\n'),
    );
    expect(markdownOf('plain')).toContain(
      '- plain: [3 (before: not known)](<https://gazetteer.example.org/changes?q=a>)',
    );
    expect(markdownOf('plain')).toContain('2 rows more than a report holds; the page has them.');
  });
});

describe('CSV', () => {
  const filesOf = async (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-csv-'));
    try {
      writeFileSync(join(folder, 'report.zip'), await csv(reportOf(text)));
      // Debian's Python reads the archive, so that not only we can.
      execFileSync('python3', ['-m', 'zipfile', '-e', 'report.zip', 'out'], { cwd: folder });
      const names = readdirSync(join(folder, 'out')).sort();
      return new Map(names.map((name) => [name, readFileSync(join(folder, 'out', name), 'utf8')]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  test('has a file for each table, and no cell that a spreadsheet would run', async () => {
    for (const text of HOSTILE.filter((one) => !one.includes('\ud800'))) {
      const files = await filesOf(text);
      expect([...files.keys()]).toEqual(['figures.csv', 'parts.csv', 'summary.csv', 't.csv', 'tables.csv']);
      expect(parsedCsv(files.get('parts.csv') ?? '')[1]?.slice(0, 3)).toEqual([
        'changes',
        /^[=+\-@\t\r]/.test(text) ? `'${text}` : text,
        '2026-11-23T05:00:00.000Z',
      ]);
      const rows = parsedCsv(files.get('t.csv') ?? '');
      const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      expect(rows).toEqual([
        ['name', 'share', 'at'],
        [safe, '0.5', '2026-11-16T05:30:00.000Z'],
        [safe, '', ''],
      ]);
    }
  });

  test('says of each table how many of its rows are not in its file', async () => {
    const rows = parsedCsv((await filesOf('plain')).get('tables.csv') ?? '');
    expect(rows).toEqual([
      ['section', 'table', 'title', 'file', 'rows', 'left', 'page'],
      ['changes', 't', 'plain', 't.csv', '2', '2', 'https://gazetteer.example.org/changes'],
    ]);
  });

  test('is the same bytes whenever it is written', async () => {
    const first = await csv(reportOf('plain'));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(Buffer.from(await csv(reportOf('plain'))).equals(first)).toBe(true);
  });
});
