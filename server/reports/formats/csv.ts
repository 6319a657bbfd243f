import { csvCell } from '../../routes/exports/csv.ts';
import { type ZipEntry, zipped } from '../../routes/exports/zip.ts';
import { heldRows } from '../heldRows.ts';
import type { Report, ReportCell, ReportTable } from '../model.ts';
import { type RowsOf, rowsHere } from '../rows.ts';

/** An archive with a file for each table with all rows that the report holds, and one each for the summary, all numbers, what is to be known of each part, and what tables there are. */
export async function csv(report: Report, rowsOf: RowsOf = rowsHere): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of zipped(filesOf(report, rowsOf))) parts.push(part);
  return Buffer.concat(parts);
}

async function* filesOf(report: Report, rowsOf: RowsOf): AsyncGenerator<ZipEntry> {
  yield file('summary', ['name', 'value'], about(report));
  yield file('figures', FIGURE, figuresOf(report));
  yield file('parts', ['section', 'title', 'asOf', 'note'], partsOf(report));
  yield file('tables', TABLE, tablesOf(report));
  for (const table of report.sections.flatMap(({ tables }) => tables))
    yield { name: nameOf(table.id), text: linesOf(table, rowsOf) };
}

/** Names of files are ours: a table is called by its id. */
const nameOf = (id: string) => `${id}.csv`;

const line = (cells: ReportCell[]) => `${cells.map(csvCell).join(',')}\r\n`;

async function* linesOf(table: ReportTable, rowsOf: RowsOf): AsyncGenerator<string> {
  yield line(table.columns.map(({ key }) => key));
  for await (const rows of rowsOf(table)) yield rows.map(line).join('');
}

const file = (name: string, columns: string[], rows: ReportCell[][]): ZipEntry => ({
  name: nameOf(name),
  text: [line(columns), ...rows.map(line)],
});

function about(report: Report): ReportCell[][] {
  const { title, scope, from, to, timeZone, madeAt, madeBy, sweeps, coverage, before, warnings, summary } =
    report;
  return [
    ...Object.entries({ title, scope, from, to, timeZone, madeAt, madeBy, coverage }),
    ['firstSweep', sweeps?.first ?? null],
    ['lastSweep', sweeps?.last ?? null],
    ...Object.entries(before ?? {}).map(([name, value]) => [`before.${name}`, value]),
    ...warnings.map((line) => ['warning', line]),
    ...summary.map((line) => ['summary', line]),
  ];
}

/** What is of the period has no time of its own. */
const partsOf = ({ sections }: Report): ReportCell[][] =>
  sections.map(({ id, title, asOf = '', note = '' }) => [id, title, asOf, note]);

const FIGURE = ['section', 'figure', 'label', 'value', 'before', 'movement', 'unit', 'page', 'asOf'];

function figuresOf({ sections, pages }: Report): ReportCell[][] {
  return sections.flatMap(({ id: section, figures, asOf = '' }) =>
    figures.map(({ id, label, value, before = null, movement = null, unit = '', href }) => [
      ...[section, id, label, value, before, movement, unit],
      `${pages}${href}`,
      asOf,
    ]),
  );
}

const TABLE = ['section', 'table', 'title', 'file', 'rows', 'left', 'page'];

/** Lists may have more rows than a report holds: nobody is to take the first ones for all. */
function tablesOf({ sections, pages }: Report): ReportCell[][] {
  return sections.flatMap(({ id: section, tables }) =>
    tables.map((table) => [
      ...[section, table.id, table.title, nameOf(table.id), heldRows(table), table.left],
      `${pages}${table.href}`,
    ]),
  );
}
