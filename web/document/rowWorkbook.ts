import { lettersOf, sheetBegin, sheetEnd, sheetName, sheetRow } from '../../server/routes/exports/sheet.ts';
import { STYLE, sheetCell, textCell } from '../../server/routes/exports/sheetCell.ts';
import { workbookParts } from '../../server/routes/exports/workbook.ts';
import { storedZip } from './storedZip.ts';

type Row = Record<string, unknown>;

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Rows that a page holds whole as a workbook of one sheet, with the cells that the service's own have. */
export function workbookOf(name: string, columns: string[], rows: Row[]): Blob {
  const letters = columns.map((_, at) => lettersOf(at));
  const head = columns.map((column, at) => textCell(`${letters[at]}1`, column, STYLE.head));
  const lines = rows.map((row, at) => {
    const cells = columns.map((column, place) => cellOf(`${letters[place]}${at + 2}`, row[column]));
    return sheetRow(at + 2, cells);
  });
  const range = `A1:${letters.at(-1) ?? 'A'}${rows.length + 1}`;
  const widths = columns.map((column) => Math.max(20, column.length + 4));
  const sheet = {
    name: 'xl/worksheets/sheet1.xml',
    text: [sheetBegin(widths), sheetRow(1, head), ...lines, sheetEnd(range)],
  };
  return storedZip([sheet, ...workbookParts([{ name: sheetName(name), range }])], TYPE);
}

const cellOf = (reference: string, value: unknown) =>
  sheetCell(reference, value, typeof value === 'string' && TIME.test(value) ? 'time' : 'plain');
