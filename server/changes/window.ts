import { isCalendarDay } from '../calendarDay.ts';
import { GazetteerError } from '../errors.ts';

/** Changes are told after the first time, up to and with the second. */
export interface Window {
  since: Date;
  until: Date;
}

export class BadWindow extends GazetteerError {
  constructor(message: string) {
    super(
      'bad-request',
      message,
      'Write a day such as 2026-11-21, a time in UTC, or an age such as 24h, 7d or 2w',
      2,
    );
  }
}

const DEFAULT_DAYS = 7;
const DAY = 86_400_000;
const UNITS: Record<string, number> = { h: DAY / 24, d: DAY, w: 7 * DAY };

/** Reads both ends: `until` is now unless it is told, `since` a week before that. */
export function windowOf(since: string, until: string, now = new Date()): Window {
  const end = until.trim() === '' ? now : timeOf(until, now, 'end');
  const begin =
    since.trim() === '' ? new Date(end.getTime() - DEFAULT_DAYS * DAY) : timeOf(since, now, 'begin');
  if (begin > end) throw new BadWindow(`${begin.toISOString()} is after ${end.toISOString()}`);
  return { since: begin, until: end };
}

/** A day begins at its first millisecond and ends at its last, UTC. */
function timeOf(text: string, now: Date, edge: 'begin' | 'end'): Date {
  const wanted = text.trim();
  const age = /^(\d{1,4})([hdw])$/.exec(wanted);
  if (age) return new Date(now.getTime() - Number(age[1]) * (UNITS[age[2] ?? ''] ?? 0));
  const day = /^\d{4}-\d{2}-\d{2}$/.test(wanted);
  const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(wanted);
  const time = new Date(day ? `${wanted}T${edge === 'begin' ? '00:00:00.000' : '23:59:59.999'}Z` : wanted);
  if (!(day || whole) || Number.isNaN(time.getTime()) || !isCalendarDay(wanted))
    throw new BadWindow(`"${wanted.slice(0, 40)}" is no time`);
  return time;
}
