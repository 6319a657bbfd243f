import type { ReportTable } from './model.ts';

/** How many rows a report holds of a table, here and beside. */
export const heldRows = ({ rows, more = [] }: Pick<ReportTable, 'rows' | 'more'>): number =>
  more.reduce((sum, part) => sum + part.rows, rows.length);
