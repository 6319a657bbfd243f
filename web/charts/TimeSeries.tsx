import type { ComponentChildren } from 'preact';
import { ChartFigure } from './ChartFigure.tsx';
import type { ChartData } from './chartData.ts';

/** Numbers over time. A page that has a table of its own with the same rows gives it as children. */
export function TimeSeries({ data, children }: { data: ChartData; children?: ComponentChildren }) {
  return (
    <ChartFigure kind="time" data={data}>
      {children}
    </ChartFigure>
  );
}
