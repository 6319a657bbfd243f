import { visible } from '../../visible.ts';
import type { ReportCell, ReportColumn, ReportFigure, ReportTable } from '../model.ts';
import { percent } from '../sections/words.ts';
import { clockAt } from '../zone.ts';

/** Values as people read them; formats that keep types write the values themselves. */

/** A cell; '' for what is not known. Control characters of names become visible. */
export function shownCell(cell: ReportCell, { type }: Pick<ReportColumn, 'type'>, timeZone: string): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return type === 'share' ? percent(cell) : String(cell);
  return type === 'time' ? shownTime(cell, timeZone) : visible(cell);
}

export function shownTime(time: string, timeZone: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? visible(time) : clockAt(timeZone, at);
}

/** A number of a section, with its unit. */
export function shownFigure({
  value,
  type,
  unit = '',
}: Pick<ReportFigure, 'value' | 'type' | 'unit'>): string {
  if (value === null) return 'not known';
  return type === 'share' ? percent(value) : `${value}${unit === '' ? '' : ` ${unit}`}`;
}

/** What it was when the period began; '' where that says nothing. */
export function shownBefore({ before, type, unit }: ReportFigure): string {
  return before === undefined ? '' : `before: ${shownFigure({ value: before, type, unit })}`;
}

/** The heading of a column, with its unit. */
export const headOf = ({ title, unit }: ReportColumn) => (unit === undefined ? title : `${title} (${unit})`);

/** What of a table is not in the report. */
export const leftOf = ({ left }: ReportTable) =>
  left === 0 ? '' : left === 1 ? '1 more row is on the page' : `${left} more rows are on the page`;

/** Where a page is; '' where nobody said where the pages are. */
export const linkOf = (pages: string, href: string) => (pages === '' ? '' : `${pages}${href}`);

/** The period and what it was made from, as a line. */
export const aboutOf = ({
  from,
  to,
  timeZone,
  madeAt,
  madeBy,
}: {
  from: string;
  to: string;
  timeZone: string;
  madeAt: string;
  madeBy: string;
}) =>
  `From ${shownTime(from, timeZone)} to ${shownTime(to, timeZone)} (${timeZone}). Made at ${shownTime(madeAt, timeZone)} by Gazetteer ${madeBy}.`;
