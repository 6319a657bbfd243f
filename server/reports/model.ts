import { z } from 'zod';

/** What stands in a cell; null is what is not known, an empty text what there is none of. */
export const ReportCell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type ReportCell = z.infer<typeof ReportCell>;

export const ReportColumn = z.object({
  key: z.string().describe('the column name in CSV and JSON'),
  title: z.string(),
  type: z
    .enum(['text', 'number', 'share', 'time'])
    .describe('share: 0 to 1, shown in per cent; time: ISO 8601 in UTC, shown in the zone of the period'),
  unit: z.string().optional(),
});
export type ReportColumn = z.infer<typeof ReportColumn>;

/** Rows that are kept beside a report, by the sha256 of their canonical JSON (RFC 8785). */
export const RowsPart = z.object({
  rows: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RowsPart = z.infer<typeof RowsPart>;

export const ReportTable = z.object({
  id: z.string(),
  title: z.string(),
  href: z.string().describe('the address of the page with the same rows, from the root of the service'),
  columns: z.array(ReportColumn),
  rows: z.array(z.array(ReportCell)).describe('as many cells as there are columns'),
  more: z
    .array(RowsPart)
    .optional()
    .describe(
      'parts of the rows that follow, where not all stand here; the JSON file of a report has all in `rows`',
    ),
  left: z
    .number()
    .int()
    .nonnegative()
    .describe('rows that only the page has, where there are more than a report holds'),
});
export type ReportTable = z.infer<typeof ReportTable>;

/** One number of a section. */
export const ReportFigure = z.object({
  id: z.string(),
  label: z.string(),
  value: z.number().nullable(),
  before: z
    .number()
    .nullable()
    .optional()
    .describe(
      'what it was before, as `before` of the report tells; null: not known; not there: nothing to compare with',
    ),
  movement: z.number().nullable().optional().describe('how much more it is than before'),
  type: z.enum(['number', 'share']),
  unit: z.string().optional(),
  href: z.string().describe('the address of the page with the same number'),
});
export type ReportFigure = z.infer<typeof ReportFigure>;

const Series = z.object({ name: z.string(), values: z.array(z.number().nullable()) });

/**
 * What a picture is drawn from. In a matrix each series is a row and each category a column. Every chart has its
 * numbers in a table of its section.
 */
export const ReportChart = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['bars', 'stacked', 'lines', 'matrix']),
  type: z.enum(['number', 'share']),
  unit: z.string().optional(),
  categories: z.array(z.string()),
  series: z.array(Series).describe('each with a value for every category'),
  table: z.string().describe('id of the table of this section that holds its numbers'),
});
export type ReportChart = z.infer<typeof ReportChart>;

export const ReportSection = z.object({
  id: z.string(),
  title: z.string(),
  asOf: z
    .string()
    .optional()
    .describe('UTC, ISO 8601: when it was as is told here; not there: what is told is of the period'),
  note: z.string().optional().describe('what a reader has to know to read the numbers'),
  figures: z.array(ReportFigure),
  charts: z.array(ReportChart),
  tables: z.array(ReportTable),
});
export type ReportSection = z.infer<typeof ReportSection>;

/**
 * What a scope offered, and what became of it in a period. It is made once and kept as it is; every format is drawn
 * from it alone and computes nothing.
 */
export const Report = z.object({
  format: z.literal('gazetteer-report'),
  version: z.literal(1),
  title: z.string(),
  scope: z.string().describe('empty: everything'),
  from: z.string().describe('UTC, ISO 8601; the first moment of the period'),
  to: z.string().describe('UTC, ISO 8601; the first moment after the period'),
  timeZone: z.string().describe('name of the IANA time zone database'),
  madeAt: z.string().describe('UTC, ISO 8601'),
  madeBy: z.string().describe('version of Gazetteer'),
  pages: z
    .string()
    .describe(
      'where the pages are, such as https://gazetteer.example.org; empty where that is not set: there are no links then',
    ),
  sweeps: z
    .object({ first: z.number().int(), last: z.number().int() })
    .nullable()
    .describe('the sweeps of the period; null: there were none'),
  versions: z.object({ naming: z.number().int(), agents: z.array(z.string()) }),
  coverage: z
    .number()
    .nullable()
    .describe('0 to 1: share of expected visits that read their node; null: none expected'),
  due: z
    .boolean()
    .optional()
    .describe('false: by their schedules no cluster was due in the period, and none was swept'),
  before: z
    .object({
      from: z.string().describe('UTC, ISO 8601'),
      to: z.string().describe('UTC, ISO 8601'),
      counted: z.boolean().describe('whether what is of the period was counted of that one as well'),
      report: z
        .number()
        .int()
        .nullable()
        .describe('number of the report of that period; null: there is none'),
      madeAt: z.string().nullable().describe('when that report was made'),
    })
    .optional()
    .describe(
      'the period before, as long as this one, that figures are compared with: what is of the period with what was counted of that one, what is as of a time with what its report told. Not there: figures are compared with nothing',
    ),
  warnings: z.array(z.string()).describe('what stands on top: failed sweeps of the period, nodes not seen'),
  summary: z.array(z.string()).max(5),
  sections: z.array(ReportSection),
});
export type Report = z.infer<typeof Report>;
