import type { ReportCell, ReportColumn, ReportTable } from '../model.ts';
import { MOST_ROWS } from './source.ts';

/** A column with what stands in it: null is not known, '' is none. */
export interface Cells<Row> extends ReportColumn {
  cell: (row: Row) => ReportCell;
}

export interface Tabled<Row> {
  id: string;
  title: string;
  href: string;
  columns: Cells<Row>[];
  rows: Row[];
  /** How many rows the page has, where not all of them are here. */
  total?: number;
}

/** A table of a report: the first rows of a list, in the list's own order. */
export function tableOf<Row>({
  id,
  title,
  href,
  columns,
  rows,
  total = rows.length,
}: Tabled<Row>): ReportTable {
  const shown = rows.slice(0, MOST_ROWS);
  return {
    id,
    title,
    href,
    columns: columns.map(({ key, title, type, unit }) => ({ key, title, type, ...(unit ? { unit } : {}) })),
    rows: shown.map((row) => columns.map(({ cell }) => cell(row))),
    left: total - shown.length,
  };
}

type Cell<Row> = Cells<Row>['cell'];
export const text = <Row>(key: string, title: string, cell: Cell<Row>): Cells<Row> => ({
  key,
  title,
  type: 'text',
  cell,
});
export const number = <Row>(key: string, title: string, cell: Cell<Row>): Cells<Row> => ({
  key,
  title,
  type: 'number',
  cell,
});
export const share = <Row>(key: string, title: string, cell: Cell<Row>): Cells<Row> => ({
  key,
  title,
  type: 'share',
  cell,
});
export const time = <Row>(key: string, title: string, cell: Cell<Row>): Cells<Row> => ({
  key,
  title,
  type: 'time',
  cell,
});
