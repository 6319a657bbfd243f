/** What a chart shows. Its table has the same rows, so that nothing is said by the picture alone. */
export interface ChartData {
  /** Of what: "Kernels by site". */
  title: string;
  /** What the numbers count: "nodes". */
  unit: string;
  /** What a row is: "Kernel". */
  rowTitle: string;
  series: ChartSeries[];
  rows: ChartRow[];
  /** A number as people read it, such as bytes with their unit. */
  text?: (value: number) => string;
}

export interface ChartSeries {
  title: string;
  /** Which of the six colours and patterns, where a meaning has its own; its place otherwise. */
  ink?: number;
}

export interface ChartRow {
  label: string;
  /** Milliseconds, for series over time. */
  at?: number;
  /** One per series; null where nobody knows. */
  values: (number | null)[];
  /** The page with the rows that each value counts. */
  links?: (string | undefined)[];
}

export type ChartKind = 'bars' | 'stacked' | 'time';

/** So many rows are drawn; the table has all of them. */
export const MOST_BARS = 30;

/** Whether there is anything to draw: where all is nothing, a table says so in fewer words. */
export const hasNumbers = ({ rows }: ChartData): boolean =>
  rows.some(({ values }) => values.some((value) => value !== null && value !== 0));

/** The rows that are drawn. */
export const drawnRows = (kind: ChartKind, rows: ChartRow[]): ChartRow[] =>
  kind === 'time' ? rows : rows.slice(0, MOST_BARS);

const BAR = 26;
const AROUND = 64;
const LEGEND = 34;

/** Known before anything is drawn, so that nothing below moves. */
export function heightOf(kind: ChartKind, { rows, series }: ChartData): number {
  const legend = series.length > 1 ? LEGEND : 0;
  if (kind === 'time') return 240 + legend;
  return AROUND + legend + BAR * Math.max(2, drawnRows(kind, rows).length);
}
