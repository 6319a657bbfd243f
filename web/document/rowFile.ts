import { harmless, quoted } from '../../server/routes/exports/harmless.ts';
import { cellText } from './rowOrder.ts';

type Row = Record<string, unknown>;

/** Rows as RFC 4180 has them, with a header. */
export function csvOf(columns: string[], rows: Row[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: unknown): string {
  const text = cellText(cell);
  return quoted(typeof cell === 'number' ? text : harmless(text));
}

/** Hands the browser a file that is made here, of rows that are here already. */
export function saveFile(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }));
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
