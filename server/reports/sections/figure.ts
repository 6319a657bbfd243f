import type { ReportFigure } from '../model.ts';

/** A number that a page has, too. */
export const figure = (id: string, label: string, value: number, href: string): ReportFigure => ({
  id,
  label,
  value,
  type: 'number',
  href,
});
