import type { ComponentChildren } from 'preact';
import { ChartFigure } from './ChartFigure.tsx';
import type { ChartData } from './chartData.ts';

/** One number per row. A page that has a table of its own with the same rows gives it as children. */
export function Bars({ data, children }: { data: ChartData; children?: ComponentChildren }) {
  return (
    <ChartFigure kind="bars" data={data}>
      {children}
    </ChartFigure>
  );
}
