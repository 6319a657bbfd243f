import { canonicalPieces, Listed } from '../../store/canonicalPieces.ts';
import type { Report } from '../model.ts';
import { type RowsOf, rowsHere } from '../rows.ts';

/** The report with all of its rows, as canonical JSON (RFC 8785); its form is docs/report.schema.json. */
export async function json(report: Report, rowsOf: RowsOf = rowsHere): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of canonicalPieces(wholeOf(report, rowsOf))) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

const wholeOf = (report: Report, rowsOf: RowsOf) => ({
  ...report,
  sections: report.sections.map((section) => ({
    ...section,
    tables: section.tables.map((table) => ({ ...table, more: undefined, rows: new Listed(rowsOf(table)) })),
  })),
});
