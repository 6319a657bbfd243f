import type { ReportFigure } from '../model.ts';

/** A figure beside what it was before; undefined where it is compared with nothing, null where it is not known. */
export function moved(figure: ReportFigure, before: number | null | undefined): ReportFigure {
  if (before === undefined) return figure;
  const { value } = figure;
  return {
    ...figure,
    before,
    movement: value === null || before === null ? null : difference(value, before),
  };
}

/** What is left of halves and tenths after a subtraction is no movement. */
export const difference = (value: number, before: number) => Math.round((value - before) * 1e9) / 1e9;
