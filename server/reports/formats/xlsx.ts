import { lettersOf, sheetBegin, sheetEnd, sheetName, sheetRow } from '../../routes/exports/sheet.ts';
import { STYLE, sheetCell, textCell } from '../../routes/exports/sheetCell.ts';
import { type SheetPart, workbookParts } from '../../routes/exports/workbook.ts';
import { type ZipEntry, zipped } from '../../routes/exports/zip.ts';
import { heldRows } from '../heldRows.ts';
import type { Report, ReportCell, ReportColumn } from '../model.ts';
import { type RowsOf, rowsHere } from '../rows.ts';
import { visibleText } from '../valueText.ts';
import { comparedWith, headOf, linkOf } from './shown.ts';

/** A workbook: what it is of, where everything is, all numbers, and a sheet for each table; cells have their types. */
export async function xlsx(report: Report, rowsOf: RowsOf = rowsHere): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of zipped(partsOf(sheetsOf(report, rowsOf)))) parts.push(part);
  return Buffer.concat(parts);
}

interface Sheet {
  name: string;
  columns: Column[];
  /** The first rows; all of them where `all` gives none. */
  rows: ReportCell[][];
  all?: AsyncIterable<ReportCell[][]>;
  /** How many rows there are, where not all are in `rows`. */
  count?: number;
  /** How a cell is shown that differs from its column. */
  kindOf?: (row: number, column: number) => Column['type'];
}

type Column = Pick<ReportColumn, 'title' | 'type' | 'unit'>;

async function* partsOf(sheets: Sheet[]): AsyncGenerator<ZipEntry> {
  const parts: SheetPart[] = [];
  for (const [at, sheet] of sheets.entries()) {
    const range = `A1:${lettersOf(sheet.columns.length - 1)}${(sheet.count ?? sheet.rows.length) + 1}`;
    parts.push({ name: sheet.name, range });
    yield { name: `xl/worksheets/sheet${at + 1}.xml`, text: linesOf(sheet, range) };
  }
  yield* workbookParts(parts);
}

async function* linesOf(sheet: Sheet, range: string): AsyncGenerator<string> {
  const { columns, rows, kindOf } = sheet;
  const letters = columns.map((_, at) => lettersOf(at));
  yield sheetBegin(columns.map((column, at) => widthOf(column, rows, at)));
  yield sheetRow(
    1,
    columns.map((column, at) => textCell(`${letters[at]}1`, titleOf(column), STYLE.head)),
  );
  let place = 0;
  for await (const some of sheet.all ?? [rows])
    for (const row of some) {
      const at = place;
      const cell = ({ type }: Column, column: number) =>
        sheetCell(`${letters[column]}${at + 2}`, row[column], AS[kindOf?.(at, column) ?? type]);
      yield sheetRow(at + 2, columns.map(cell));
      place += 1;
    }
  yield sheetEnd(range);
}

const AS = { text: 'plain', number: 'plain', share: 'share', time: 'time' } as const;

/** Cells of times have no zone of their own. */
const titleOf = (column: Column) =>
  column.type === 'time' ? `${headOf({ key: '', ...column })} (UTC)` : headOf({ key: '', ...column });

const LEAST_WIDTH = 8;
const MOST_WIDTH = 60;

function widthOf(column: Column, rows: ReportCell[][], at: number): number {
  if (column.type === 'time') return Math.max(20, titleOf(column).length + 4);
  const lengths = rows.slice(0, 500).map((row) => String(row[at] ?? '').length + 1);
  // The sign of the filter stands in the head.
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, titleOf(column).length + 4, ...lengths));
}

const text = (...titles: string[]): Column[] => titles.map((title) => ({ title, type: 'text' }));

function sheetsOf(report: Report, rowsOf: RowsOf): Sheet[] {
  const { sections, pages } = report;
  const taken = new Set<string>();
  const named = (title: string): string => {
    for (let count = 1; ; count += 1) {
      const name = sheetName(visibleText(title), count === 1 ? '' : ` (${count})`);
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
  const front = ['Summary', 'Contents', 'Parts', 'Numbers'].map(named);
  const all = sections.flatMap((section) => section.tables.map((table) => ({ section, table })));
  const tables = all.map(({ table }): Sheet => {
    const { columns, rows } = table;
    return { name: named(table.title), columns, rows, all: rowsOf(table), count: heldRows(table) };
  });
  const [summary = '', contents = '', parts = '', numbers = ''] = front;
  return [
    { name: summary, columns: text('What', 'Value'), ...aboutOf(report) },
    {
      name: contents,
      columns: [
        ...text('Sheet', 'Part', 'Table'),
        { title: 'Rows', type: 'number' },
        { title: 'Rows that only the page has', type: 'number' },
        ...text('Page'),
      ],
      rows: all.map(({ section, table }, at) => [
        tables[at]?.name ?? '',
        section.title,
        table.title,
        heldRows(table),
        table.left,
        linkOf(pages, table.href),
      ]),
    },
    { name: parts, columns: PARTS, rows: partsIn(report) },
    { name: numbers, columns: NUMBERS, ...numbersOf(report) },
    ...tables,
  ];
}

function aboutOf(report: Report): Pick<Sheet, 'rows' | 'kindOf'> {
  const kinds: Column['type'][] = [];
  const rows: ReportCell[][] = [];
  const put = (what: string, value: ReportCell, kind: Column['type'] = 'text') => {
    kinds.push(kind);
    rows.push([what, value]);
  };
  for (const line of report.warnings) put('Read this first', line);
  for (const line of report.summary) put('Summary', line);
  put('Report', report.title);
  put('Scope', report.scope === '' ? 'everything' : report.scope);
  put('From (UTC)', report.from, 'time');
  put('To (UTC)', report.to, 'time');
  put('Time zone', report.timeZone);
  put('Made at (UTC)', report.madeAt, 'time');
  put('Made by', `Gazetteer ${report.madeBy}`);
  put('Coverage', report.coverage, 'share');
  if (report.before) put('Compared with', comparedWith(report));
  put('First sweep', report.sweeps?.first ?? null, 'number');
  put('Last sweep', report.sweeps?.last ?? null, 'number');
  return { rows, kindOf: (row, column) => (column === 1 ? (kinds[row] ?? 'text') : 'text') };
}

/** What is of the period has no time of its own. */
const PARTS: Column[] = [
  ...text('Part'),
  { title: 'As of', type: 'time' },
  ...text('What is to be known of it'),
];

const partsIn = ({ sections }: Report): ReportCell[][] =>
  sections.map(({ title, asOf = '', note = '' }) => [title, asOf, note]);

const NUMBERS: Column[] = [
  ...text('Part', 'Number'),
  { title: 'Value', type: 'number' },
  { title: 'Before', type: 'number' },
  { title: 'Movement', type: 'number' },
  ...text('Unit', 'Page'),
  { title: 'As of', type: 'time' },
];

function numbersOf({ sections, pages }: Report): Pick<Sheet, 'rows' | 'kindOf'> {
  const all = sections.flatMap((section) => section.figures.map((figure) => ({ section, figure })));
  return {
    rows: all.map(({ section, figure }) => [
      section.title,
      figure.label,
      figure.value,
      figure.before ?? null,
      figure.movement ?? null,
      figure.unit ?? '',
      linkOf(pages, figure.href),
      section.asOf ?? '',
    ]),
    kindOf: (row, column) =>
      column >= 2 && column <= 4 ? (all[row]?.figure.type ?? 'number') : (NUMBERS[column]?.type ?? 'text'),
  };
}
