import type { ReportCell, ReportColumn, ReportTable } from '../model.ts';
import { PART_ROWS, SHOWN_ROWS } from '../rows.ts';

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
  /** Rows that come after these, read when they are wanted. */
  following?: AsyncIterable<Row[]>;
}

/** A table of a report as it is made: the rows of a list in the list's own order, the first of them at once. */
export interface MadeTable extends Omit<ReportTable, 'more' | 'left'> {
  /** How many rows the page has. */
  total: number;
  rest: AsyncIterable<ReportCell[][]>;
}

export function tableOf<Row>({
  id,
  title,
  href,
  columns,
  rows,
  total = rows.length,
  following,
}: Tabled<Row>): MadeTable {
  const cellsOf = (row: Row) => columns.map(({ cell }) => cell(row));
  return {
    id,
    title,
    href,
    columns: columns.map(({ key, title, type, unit }) => ({ key, title, type, ...(unit ? { unit } : {}) })),
    rows: rows.slice(0, SHOWN_ROWS).map(cellsOf),
    total,
    rest: cut(cellsOf, rows.slice(SHOWN_ROWS), following),
  };
}

/** Rows in parts, some at a time. */
async function* cut<Row>(
  cellsOf: (row: Row) => ReportCell[],
  rows: Row[],
  following: AsyncIterable<Row[]> = none(),
): AsyncGenerator<ReportCell[][]> {
  for (let at = 0; at < rows.length; at += PART_ROWS) yield rows.slice(at, at + PART_ROWS).map(cellsOf);
  for await (const page of following) yield* cut(cellsOf, page);
}

async function* none(): AsyncGenerator<never> {}

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
