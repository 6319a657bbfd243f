import { heldRows } from './heldRows.ts';
import type { ReportSection, ReportTable, RowsPart } from './model.ts';
import { type KeptRows, MOST_ROWS, packRows } from './rows.ts';
import type { MadeSection } from './sections/source.ts';
import type { MadeTable } from './sections/table.ts';

/** A section as it is kept. What follows the first rows of its tables is packed while it is read, and put into `parts` by its hash. */
export async function keptSection(
  { tables, ...section }: MadeSection,
  parts: Map<string, KeptRows>,
): Promise<ReportSection> {
  const kept: ReportTable[] = [];
  for (const table of tables) kept.push(await keptTable(table, parts));
  return { ...section, tables: kept };
}

async function keptTable(
  { total, rest, ...table }: MadeTable,
  parts: Map<string, KeptRows>,
): Promise<ReportTable> {
  const more: RowsPart[] = [];
  let room = MOST_ROWS - table.rows.length;
  for await (const rows of rest) {
    if (room <= 0) break;
    const packed = await packRows(rows.slice(0, room));
    room -= packed.part.rows;
    parts.set(packed.part.hash, packed);
    more.push(packed.part);
  }
  const kept = { ...table, ...(more.length === 0 ? {} : { more }) };
  return { ...kept, left: Math.max(0, total - heldRows(kept)) };
}
