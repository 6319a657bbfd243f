import type { ComponentChildren } from 'preact';
import { ChartFigure } from './ChartFigure.tsx';
import type { ChartData } from './chartData.ts';

/** Rows that are made of several numbers, which add up. A page that has a table of its own with the same rows gives it as children. */
export function StackedBars({ data, children }: { data: ChartData; children?: ComponentChildren }) {
  return (
    <ChartFigure kind="stacked" data={data}>
      {children}
    </ChartFigure>
  );
}
