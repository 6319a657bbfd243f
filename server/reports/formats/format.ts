import type { Report } from '../model.ts';
import type { RowsOf } from '../rows.ts';

/** A kind of file that a report can be had as: drawn from the report alone, and the same bytes whenever it is. */
export interface ReportFormat {
  /** As people write it. */
  name: string;
  /** What its file's name ends with, without the dot. */
  ending: string;
  title: string;
  /** `text/html; charset=utf-8` */
  type: string;
  /** A terminal can show it. */
  text: boolean;
  /** `rowsOf` gives all rows of its tables; without, none may be kept beside the report. */
  write: (report: Report, rowsOf?: RowsOf) => Promise<Uint8Array>;
}
