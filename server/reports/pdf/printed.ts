import type { Report, ReportCell } from '../model.ts';

/**
 * What all cells of a report may cost together. A PDF is held in memory until it is whole, 3 to 4 KB for each cell and each line in it
 * (measured with 24 tables of 11 columns), and nobody reads hundreds of pages.
 */
const BUDGET = 45_000;
/** Of text that is about a line. */
const LINE = 50;
const MOST_LINES = 12;

const costOf = (row: ReportCell[]) =>
  row.reduce<number>((sum, cell) => sum + 1 + Math.min(MOST_LINES, String(cell ?? '').length / LINE), 0);

/** How many rows of each table are printed, at most: as many as all tables have room for. */
export function rowsPrinted({ sections }: Pick<Report, 'sections'>, budget = BUDGET): number {
  const tables = sections.flatMap((section) => section.tables.map(({ rows }) => rows.map(costOf)));
  const longest = tables.reduce((most, rows) => Math.max(most, rows.length), 0);
  let cost = 0;
  for (let row = 0; row < longest; row += 1) {
    cost += tables.reduce((sum, rows) => sum + (rows[row] ?? 0), 0);
    if (cost > budget) return row;
  }
  return longest;
}
