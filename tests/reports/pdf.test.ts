import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { headOf, shownCell } from '../../server/reports/formats/shown.ts';
import type { Report, ReportTable } from '../../server/reports/model.ts';
import { columnGroups, columnWidths } from '../../server/reports/pdf/columns.ts';
import { wrapped } from '../../server/reports/pdf/wrapped.ts';
import { pdf } from '../../server/reports/pdf/write.ts';
import { needs } from '../harness/tools.ts';
import { anyReport } from './anyReport.ts';
import { sampleReport, sampleTable } from './sampleReport.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-pdf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = new Map<Report, string>();

async function made(report: Report): Promise<string> {
  const file = files.get(report) ?? join(folder, `${files.size}.pdf`);
  if (!files.has(report)) writeFileSync(file, await pdf(report));
  files.set(report, file);
  return file;
}

/** What a program of poppler says of a report; it has nothing to complain of. */
async function told(
  report: Report,
  program: string,
  before: string[] = [],
  after: string[] = [],
): Promise<string> {
  const file = await made(report);
  const { status, stdout, stderr } = spawnSync(program, [...before, file, ...after], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect({ program, status, stderr }).toEqual({ program, status: 0, stderr: '' });
  return stdout;
}

const tight = (text: string) => text.replaceAll(/\s/g, '');

/** Boxes of all words by page, as poppler finds them. */
async function wordsOf(report: Report) {
  const boxes = await told(report, 'pdftotext', ['-bbox'], ['-']);
  return [...boxes.matchAll(/<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">/g)].map(([, ...at]) =>
    at.map(Number),
  );
}

const WIDTH = 595.28;
const HEIGHT = 841.89;

describe.runIf(needs('pdftotext', 'poppler-utils'))('a PDF', () => {
  test('holds every cell of every table, row by row', async () => {
    const text = tight(await told(sampleReport, 'pdftotext', ['-raw'], ['-']));
    const [first, second] = sampleReport.sections;
    for (const { columns, rows } of [...(first?.tables ?? []), ...(second?.tables ?? [])]) {
      if (rows.length > 0) expect(text).toContain(tight(columns.map(headOf).join('')));
      for (const row of rows)
        expect(text).toContain(
          tight(
            row.map((cell, at) => shownCell(cell, columns[at] ?? { type: 'text' }, 'Europe/Berlin')).join(''),
          ),
        );
    }
    // One time and one number as a person reads them: 06:07 UTC is 07:07 in Berlin, and 7 of 1,000.
    expect(text).toContain(
      tight(
        'alpha/hpc1/n0007 host key changed: pinned SHA256:abc, seen SHA256:def; tell an administrator 7000 0.7 % 2026-11-16 07:07',
      ),
    );
  });

  test('has warnings and summary before anything else, and numbers with what they were', async () => {
    const text = await told(sampleReport, 'pdftotext', ['-layout'], ['-']);
    const places = [
      ...sampleReport.warnings,
      ...sampleReport.summary,
      'Contents',
      'What was not seen is unknown',
    ].map((line) => text.indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toMatch(/Visits that read their node +97\.5 % +99 %/);
    expect(text).toMatch(/Nodes not seen +250 nodes\n/);
    expect(text).toMatch(/Nodes of unknown driver +not known\n/);
    expect(text).toContain('12 rows more than a report holds; the page has them');
    expect(text).toContain('As of 2026-11-23 00:00 (Europe/Berlin).');
  });

  test('says on every page what it is of, and which page it is; a table has its head on each', async () => {
    const pages = (await told(sampleReport, 'pdftotext', ['-layout'], ['-'])).split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(5);
    for (const [at, page] of pages.entries()) {
      expect(page.trimStart().startsWith('alpha, week 2026-W47')).toBe(true);
      expect(page).toContain(`page ${at + 1} of ${pages.length}`);
      if (/alpha\/hpc1\/n\d{4}/.test(page)) expect(page).toMatch(/Node +Why it was not read/);
    }
    // The contents say where a part begins.
    const [, number] = /Sites against each other +(\d+)\n/.exec(pages[0] ?? '') ?? [];
    expect(pages[Number(number) - 1]).toMatch(/\nSites against each other\n/);
  });

  test('has the structure that is read out, a title, a language, and bookmarks', async () => {
    const about = await told(sampleReport, 'pdfinfo');
    expect(about).toMatch(/Title: +Gazetteer: alpha, week 2026-W47\n/);
    expect(about).toMatch(/Tagged: +yes\n/);
    const structure = await told(sampleReport, 'pdfinfo', ['-struct']);
    const count = (name: string) => structure.match(new RegExp(`^ *${name}\\b`, 'gm'))?.length ?? 0;
    const tables = sampleReport.sections
      .flatMap((section) => section.tables)
      .filter(({ rows }) => rows.length > 0);
    const rows = tables.reduce((sum, table) => sum + table.rows.length + 1, 0);
    // The numbers of the first part are a table besides: its head and three rows.
    expect(count('TR')).toBe(rows + 4);
    expect(count('Table')).toBe(tables.length + 1);
    expect(count('Figure')).toBe(4);
    expect(count('H1')).toBe(1);
    const raw = readFileSync(await made(sampleReport), 'latin1');
    expect(raw).toContain('/Lang (en)');
    expect(raw).toMatch(/\/Outlines \d+ 0 R/);
    expect(raw.match(/\/Title \(Nodes that were not seen, (rows|none|pairs)\)/g)).toHaveLength(3);
  });

  test('links to the pages, or nowhere where nobody said where they are', async () => {
    const links = await told(sampleReport, 'pdfinfo', ['-url']);
    expect(links).toContain('https://gazetteer.example.org/fleet?outcome=failed');
    expect(links).toContain('https://gazetteer.example.org/sweeps');
    expect(await told({ ...sampleReport, pages: '' }, 'pdfinfo', ['-url'])).not.toMatch(/https?:/);
  });

  test('is drawn: pictures have their inks, and nothing is written beside the paper', async () => {
    await told(sampleReport, 'pdftoppm', ['-r', '154.8'], [join(folder, 'page')]);
    const colours = coloursOf(join(folder, 'page-01.ppm'));
    // Ink of the first series, ink of the warnings.
    expect(colours.get('125470') ?? 0).toBeGreaterThan(5_000);
    expect(colours.get('d86770') ?? 0).toBeGreaterThan(200);
    const boxes = await wordsOf(sampleReport);
    expect(boxes.length).toBeGreaterThan(1_000);
    expect(
      boxes.filter(
        ([x = 0, y = 0, right = 0, bottom = 0]) => x < 0 || y < 0 || right > WIDTH - 30 || bottom > HEIGHT,
      ),
    ).toEqual([]);
  });

  test('lets others have their turn while it is drawn', async () => {
    let [turns, drawing] = [0, true];
    const turn = () => {
      turns += 1;
      if (drawing) setImmediate(turn);
    };
    setImmediate(turn);
    await pdf(sampleReport);
    drawing = false;
    // Its longest table alone has 250 rows.
    expect(turns).toBeGreaterThan(10);
  });

  test('is the same bytes for the same report', async () => {
    expect(readFileSync(await made(sampleReport)).equals(await pdf(sampleReport))).toBe(true);
  });

  test('shows what acts in a name, and what its letters lack', async () => {
    const text = await told(sampleReport, 'pdftotext', ['-layout'], ['-']);
    for (const name of [
      '<script>alert(1)</script>',
      'sam\\u202egnp.exe',
      'NUL\\x00 ESC\\x1b[31m',
      'half \\ud800 and',
      '[U+4E2D][U+6587]',
    ])
      expect(text).toContain(name);
    expect(text).toContain('\u0440\u0443\u0441');
    expect(text).not.toMatch(/[\u0000-\u0008\u000e-\u001f]/);
  });

  test('of any report can be read, and stays on its paper', async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, async (report) => {
        const boxes = await wordsOf(report);
        expect(
          boxes.filter(([x = 0, , right = 0, bottom = 0]) => x < 30 || right > WIDTH - 30 || bottom > HEIGHT),
        ).toEqual([]);
      }),
      // Making it smaller would take many minutes; its seed makes it again.
      { numRuns: 15, endOnFailure: true },
    );
  }, 60_000);

  test('has a table of fifty columns in parts that can be read', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `site-${at}`);
    const matrix: ReportTable = {
      id: 'm',
      title: 'Every two sites',
      href: '/compare',
      columns: [
        { key: 'site', title: 'Site', type: 'text' },
        ...names.map((name) => ({ key: name, title: name, type: 'share' as const })),
      ],
      rows: names.map((name, row) => [
        name,
        ...names.map((_, column) => ((row * 50 + column) % 1000) / 1000),
      ]),
      left: 0,
    };
    const report = {
      ...sampleReport,
      sections: [{ id: 'm', title: 'M', figures: [], charts: [], tables: [matrix] }],
    };
    const text = await told(report, 'pdftotext', ['-layout'], ['-']);
    const parts = [...text.matchAll(/Columns (\d+) to (\d+) of 51/g)].map(([, from, to]) => [
      Number(from),
      Number(to),
    ]);
    expect(parts[0]?.[0]).toBe(2);
    expect(parts.at(-1)?.[1]).toBe(51);
    for (const [at, [from]] of parts.slice(1).entries()) expect(from).toBe((parts[at]?.[1] ?? 0) + 1);
    // Row 7, column 13: 7 times 50 and 13 of 1,000. No cell is broken.
    expect(text).toMatch(/\n *site-7 .* 36\.3 % /);
    expect(text.match(/\n *site-7 /g)).toHaveLength(parts.length);
  });

  test('numbers the rows of a table in parts where nothing else says which they are', async () => {
    const columns = Array.from({ length: 20 }, (_, at) => ({
      key: `c${at}`,
      title: `Title${at}`,
      type: 'text' as const,
    }));
    const table = (name: (row: number) => string): ReportTable => ({
      ...{ id: 't', title: 'T', href: '/', columns, left: 0 },
      rows: [1, 2, 3].map((row) => columns.map((_, at) => (at === 0 ? name(row) : `cell-${row}-${at}`))),
    });
    const textOf = (of: ReportTable) =>
      told(
        { ...sampleReport, sections: [{ id: 's', title: 'S', figures: [], charts: [], tables: [of] }] },
        'pdftotext',
        ['-layout'],
        ['-'],
      );
    const same = await textOf(table(() => 'same'));
    const parts = same.match(/Columns \d+ to \d+ of 20/g)?.length ?? 0;
    expect(parts).toBeGreaterThan(1);
    expect(same).toMatch(/Columns 1 to \d+ of 20/);
    for (const row of [1, 2, 3])
      expect(same.match(new RegExp(`\\n *${row} .*cell-${row}-`, 'g'))).toHaveLength(parts);
    const other = await textOf(table((row) => `name-${row}`));
    expect(other).toMatch(/Columns 2 to \d+ of 20/);
    expect(other).not.toMatch(/\n *Row /);
  });

  test('has wide tables within its margins', async () => {
    const table = sampleTable(5);
    const wide = {
      ...table,
      columns: [...table.columns, ...table.columns, ...table.columns],
      rows: table.rows.map((row) => [...row, ...row, ...row]),
    };
    const boxes = await wordsOf({
      ...sampleReport,
      sections: [{ id: 'w', title: 'Wide', figures: [], charts: [], tables: [wide] }],
    });
    expect(boxes.filter(([, , right = 0]) => right > WIDTH - 30)).toEqual([]);
  });
});

describe('lines of a cell', () => {
  const width = (text: string) => [...text].length;

  test('break at spaces and after the signs of names, and else anywhere', () => {
    expect(wrapped('one two three', 7, width, 9)).toEqual(['one two', 'three']);
    expect(wrapped('/apps/modules/bio', 7, width, 9)).toEqual(['/apps/', 'modules', '/bio']);
    expect(wrapped('abcdefgh', 3, width, 9)).toEqual(['abc', 'def', 'gh']);
    expect(wrapped('', 3, width, 9)).toEqual(['']);
    expect(wrapped('a b c d e f', 3, width, 2)).toEqual(['a b', 'c …']);
  });

  test('fit, and lose no letter where they are not cut', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 3, max: 40 }), (text, room) => {
        const lines = wrapped(text, room, width, 1_000);
        expect(lines.filter((line) => width(line) > room)).toEqual([]);
        expect(tight(lines.join(''))).toBe(tight(text));
      }),
    );
  });
});

describe('columns', () => {
  const wish = (natural: number, least: number, tight = least) => ({ natural, least, tight });
  const anyWish = fc
    .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 45 }))
    .map(([natural, least, tight]) => wish(natural, least, Math.min(least, tight)));
  const anyWishes = fc.array(anyWish, { minLength: 1, maxLength: 60 });

  test('have what they wish where that fits, and never more than the room', () => {
    expect(columnWidths([wish(10, 5), wish(20, 5)], 100)).toEqual([10, 20]);
    expect(columnWidths([wish(10, 10), wish(100, 20)], 50)).toEqual([10, 40]);
    // What is never broken keeps its width, and words are broken.
    expect(columnWidths([wish(30, 30), wish(80, 60, 20)], 50)).toEqual([30, 20]);
    fc.assert(
      fc.property(anyWishes, (wishes) => {
        const widths = columnWidths(wishes, 500);
        expect(widths.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(500.001);
        expect(widths.every((one) => one > 0)).toBe(true);
      }),
    );
  });

  test('stand beside each other where they can be read so, and below each other with the first otherwise', () => {
    expect(columnGroups([wish(10, 10)], 100, 8)).toEqual([[0]]);
    expect(columnGroups([wish(90, 80, 40), wish(90, 80, 40)], 100, 8)).toEqual([[0, 1]]);
    const six = [60, 20, 20, 20, 20, 20].map((width) => wish(width, width));
    expect(columnGroups(six, 120, 8)).toEqual([
      [0, 1, 2],
      [0, 3, 4],
      [0, 5],
    ]);
    fc.assert(
      fc.property(anyWishes, (wishes) => {
        const groups = columnGroups(wishes, 500, 8);
        const rest = groups.flatMap((columns) => columns.slice(1));
        expect(rest).toEqual([...wishes.keys()].slice(1));
        expect(groups.every(([first]) => first === 0)).toBe(true);
      }),
    );
  });
});

/** How often each colour is in a picture (PPM, P6). */
function coloursOf(file: string): Map<string, number> {
  const bytes = readFileSync(file);
  const [head = ''] = /^P6\s+\d+\s+\d+\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1')) ?? [];
  const counts = new Map<string, number>();
  for (let at = head.length; at + 2 < bytes.length; at += 3) {
    const colour = bytes.toString('hex', at, at + 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}
