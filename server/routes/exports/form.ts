import type { Page } from '../endpoint.ts';
import type { ExportColumn, Row } from './columns.ts';

/** A list on its way into a file: its rows come page by page, so that memory does not grow with it. */
export interface Exported {
  /** What it is of, such as `nodes`. */
  name: string;
  columns: ExportColumn[];
  /** Somebody chose the columns: forms that hold rows as objects leave the others out. */
  chosen: boolean;
  /** Begins with the mark by which Excel knows UTF-8. */
  mark: boolean;
  total: number;
  pages: AsyncIterable<Page<Row>>;
}

/** A kind of file in which every list can be had. */
export interface ExportForm {
  suffix: string;
  title: string;
  type: string;
  write: (list: Exported) => AsyncIterable<string | Uint8Array>;
}
