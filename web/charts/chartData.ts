import { legendHeight } from './legend.ts';

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
  /** The step of its axis up to the largest value, where round numbers are not those of ten. */
  step?: (most: number) => number;
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

/** Between halves of a unit and hundreds of it. */
const STEPS = [1 / 8, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50, 100, 200];
const MOST_STEPS = 6;

/** A step of bytes that is round as people read it: 100 MiB, not 95.4 MiB. */
export function byteStep(most: number): number {
  const unit = 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, most)) / 10));
  const step = STEPS.find((one) => one * unit >= 1 && most / (one * unit) <= MOST_STEPS);
  return (step ?? 200) * unit;
}

const BAR = 26;
const AROUND = 64;

/** Known before anything is drawn, so that nothing below moves. `lines` are those of its legend. */
export function heightOf(kind: ChartKind, { rows }: ChartData, lines: number): number {
  const legend = lines === 0 ? 0 : legendHeight(lines);
  if (kind === 'time') return 240 + legend;
  return AROUND + legend + BAR * Math.max(2, drawnRows(kind, rows).length);
}
