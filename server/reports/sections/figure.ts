import type { ReportFigure } from '../model.ts';

/** A number that a page has, too; null where it is not known. */
export const figure = (id: string, label: string, value: number | null, href: string): ReportFigure => ({
  id,
  label,
  value,
  type: 'number',
  href,
});
