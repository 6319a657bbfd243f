import { cellOf, type ExportColumn, type Row } from './columns.ts';
import type { ExportForm } from './form.ts';
import { harmless, quoted } from './harmless.ts';

/** Comma-separated by RFC 4180, with a header. */
export const csv: ExportForm = {
  suffix: 'csv',
  title: 'CSV',
  type: 'text/csv; charset=utf-8; header=present',
  async *write({ columns, mark, pages }) {
    yield `${mark ? MARK : ''}${csvHeader(columns)}`;
    for await (const { items } of pages) yield items.map((row) => csvLine(columns, row)).join('');
  },
};

/** U+FEFF: Excel takes a file without it for one in the code page of its system. */
const MARK = '\ufeff';

export function csvHeader(columns: ExportColumn[]): string {
  return `${columns.map(({ name }) => csvCell(name)).join(',')}\r\n`;
}

export function csvLine(columns: ExportColumn[], row: Row): string {
  return `${columns.map((column) => csvCell(cellOf(row, column))).join(',')}\r\n`;
}

const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;

/**
 * One cell by RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front,
 * which spreadsheets do not show; numbers keep their sign.
 */
export function csvCell(value: unknown): string {
  const text = cellText(value);
  return quoted(typeof value === 'number' && NUMBER.test(text) ? text : harmless(text));
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
