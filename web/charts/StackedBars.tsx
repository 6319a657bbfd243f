import { ChartFigure } from './ChartFigure.tsx';
import type { ChartData } from './chartData.ts';

/** Rows that are made of several numbers, which add up. */
export function StackedBars({ data }: { data: ChartData }) {
  return <ChartFigure kind="stacked" data={data} />;
}
