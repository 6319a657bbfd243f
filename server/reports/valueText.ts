import type { ReportCell, ReportColumn } from './model.ts';

/** As all formats for readers write what is not known. */
export const UNKNOWN = 'unknown';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** `1,234`, `97.5%`; without its unit. */
export function numberText(value: number | null, type: 'number' | 'share'): string {
  if (value === null) return UNKNOWN;
  return (type === 'share' ? percent : grouped).format(value);
}

/** `1,234 nodes`. */
export function amountText(value: number | null, type: 'number' | 'share', unit?: string): string {
  const text = numberText(value, type);
  return value === null || !unit ? text : `${text} ${unit}`;
}

/** A cell as readers see it; what would act instead of being seen is shown by its code. */
export function cellText(cell: ReportCell, { type }: ReportColumn, timeZone: string): string {
  if (cell === null) return UNKNOWN;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return numberText(cell, type === 'share' ? 'share' : 'number');
  return type === 'time' ? timeText(cell, timeZone) : visibleText(cell);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-28 07:30` in a zone; text that is no time stays what it is. */
export function timeText(time: string, timeZone: string): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return visibleText(time);
  // Swedish writes days and times as ISO 8601 does.
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock.format(at);
}

/** The days of a period, its last one included; with times where it does not begin and end at midnight. */
export function periodText({ from, to, timeZone }: { from: string; to: string; timeZone: string }): string {
  const [first, next] = [timeText(from, timeZone), timeText(to, timeZone)];
  if (!first.endsWith(' 00:00') || !next.endsWith(' 00:00')) return `${first} to ${next}, ${timeZone}`;
  const last = timeText(new Date(Date.parse(to) - 1).toISOString(), timeZone).slice(0, 10);
  return first.startsWith(last) ? `${last}, ${timeZone}` : `${first.slice(0, 10)} to ${last}, ${timeZone}`;
}

const ACTING = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00a0\ufff9-\ufffb]/gu;

/** Text in which every character that would act (control characters, marks of direction) is shown as `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(ACTING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
