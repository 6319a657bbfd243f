/** Columns of the spreadsheet form of a list: keys of its rows. */
export function csvHeader(columns: string[]): string {
  return `${columns.map(csvCell).join(',')}\r\n`;
}

export function csvLine(columns: string[], row: Record<string, unknown>): string {
  return `${columns.map((column) => csvCell(row[column])).join(',')}\r\n`;
}

/** A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;

/**
 * One cell by RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front,
 * which spreadsheets do not show; numbers keep their sign.
 */
export function csvCell(value: unknown): string {
  const text = cellText(value);
  const safe = FORMULA.test(text) && !(typeof value === 'number' && NUMBER.test(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
