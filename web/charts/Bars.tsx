import { ChartFigure } from './ChartFigure.tsx';
import type { ChartData } from './chartData.ts';

/** One number per row. */
export function Bars({ data }: { data: ChartData }) {
  return <ChartFigure kind="bars" data={data} />;
}
