import { heldRows } from '../heldRows.ts';
import type { Report, ReportCell, ReportColumn, ReportFigure, ReportSection, ReportTable } from '../model.ts';
import { percent } from '../sections/words.ts';
import { amountText, numberText, visibleText } from '../valueText.ts';
import { clockAt } from '../zone.ts';

/** Values as people read them; formats that keep types write the values themselves. */

const NOT_KNOWN = 'not known';

/** A cell; '' stands where there is none. Characters of names that would act become visible. */
export function shownCell(cell: ReportCell, { type }: Pick<ReportColumn, 'type'>, timeZone: string): string {
  if (cell === null) return NOT_KNOWN;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return type === 'share' ? percent(cell) : String(cell);
  return type === 'time' ? shownTime(cell, timeZone) : visibleText(cell);
}

export function shownTime(time: string, timeZone: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? visibleText(time) : clockAt(timeZone, at);
}

/** A number of a section, with its unit. */
export function shownFigure({ value, type, unit }: Pick<ReportFigure, 'value' | 'type' | 'unit'>): string {
  return value === null ? NOT_KNOWN : amountText(value, type, unit);
}

/** How it moved, and from what; '' where it is compared with nothing. */
export function shownBefore(figure: ReportFigure): string {
  const { before, movement, type, unit } = figure;
  if (before === undefined) return '';
  const was = shownFigure({ value: before, type, unit });
  if (movement === undefined || movement === null) return `before: ${was}`;
  return movement === 0 ? 'as before' : `${shownMovement(figure)} from ${was}`;
}

/** `+3`, `-1.2 points`; '' where it is not known. */
export function shownMovement({ movement, type }: Pick<ReportFigure, 'movement' | 'type'>): string {
  if (movement === undefined || movement === null) return '';
  const size = numberText(Math.abs(movement), type).replace(' %', ' points');
  return movement === 0 ? '0' : `${movement < 0 ? '-' : '+'}${size}`;
}

/** What figures are compared with; '' for nothing. */
export function comparedWith({ before, timeZone }: Report): string {
  if (!before) return '';
  const period = `the period before, from ${shownTime(before.from, timeZone)} to ${shownTime(before.to, timeZone)}`;
  const { report, madeAt } = before;
  const told =
    report === null || madeAt === null ? '' : `report ${report}, made at ${shownTime(madeAt, timeZone)}`;
  if (!before.counted) return `Numbers that are as of a time are compared with ${told}, of ${period}.`;
  const rest =
    told === ''
      ? '. Numbers that are as of a time are not, since no report of that period was made in time'
      : `; numbers that are as of a time with ${told}, of that period`;
  return `Changes and coverage are compared with ${period}${rest}.`;
}

/** The heading of a column, with its unit. */
export const headOf = ({ title, unit }: ReportColumn) =>
  visibleText(unit === undefined ? title : `${title} (${unit})`);

/** Where the rows of a table are that people are not shown; '' where all are shown. */
export function leftOf(table: ReportTable, shown = table.rows.length): string {
  const further = heldRows(table) - shown;
  const held = further === 1 ? '1 more row is' : `${further} more rows are`;
  const files = further > 0 ? `${held} in the CSV, XLSX and JSON files of this report` : '';
  return [files, beyondOf(table)].filter((part) => part !== '').join('; ');
}

/** What of a list is not in the report. */
export function beyondOf({ left }: ReportTable): string {
  if (left === 0) return '';
  return `${left === 1 ? '1 row' : `${left} rows`} more than a report holds; the page has them`;
}

/** Where a page is; '' where nobody said where the pages are. */
export const linkOf = (pages: string, href: string) => (pages === '' ? '' : `${pages}${href}`);

/** What a reader has to know of a part, first of all as of when it is; '' for nothing. */
export function noteOf({ madeAt, timeZone }: Report, { asOf, note = '' }: ReportSection): string {
  const making = asOf === madeAt ? ', when the report was made' : '';
  const then = asOf === undefined ? '' : `As of ${shownTime(asOf, timeZone)} (${timeZone})${making}.`;
  return [then, note].filter((part) => part !== '').join(' ');
}

/** The scope, the period and what it was made from, as a line. */
export function aboutOf({ scope, from, to, timeZone, madeAt, madeBy, sweeps }: Report): string {
  const place = scope === '' ? 'All sites' : scope;
  const of = sweeps === null ? 'no sweep' : `sweeps ${sweeps.first} to ${sweeps.last}`;
  return `${place}, from ${shownTime(from, timeZone)} to ${shownTime(to, timeZone)} (${timeZone}). Made at ${shownTime(madeAt, timeZone)} from ${of} by Gazetteer ${madeBy}.`;
}
