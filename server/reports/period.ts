import { isCalendarDay } from '../calendarDay.ts';
import type { Window } from '../changes/window.ts';
import { GazetteerError } from '../errors.ts';
import { type Day, dayAfter, dayAt, mondayOf, mondayOfWeek, startOfDay } from './zone.ts';

/** What a report is of: from its first moment to the first one after it. */
export interface Period {
  from: Date;
  to: Date;
  timeZone: string;
}

export class BadPeriod extends GazetteerError {
  constructor(message: string) {
    super('bad-request', message, 'Write a week such as 2026-W47, or days such as 2026-11-16', 2);
  }
}

/** What a person said of a period; '' for nothing. */
export interface PeriodAsked {
  week: string;
  from: string;
  to: string;
}

/** Reads a period; when nothing is said, it is the last whole week (ISO 8601) of the time zone. */
export function periodOf({ week, from, to }: PeriodAsked, timeZone: string, now = new Date()): Period {
  if (week !== '' && (from !== '' || to !== '')) throw new BadPeriod('a week and two days are two periods');
  if (from === '' && to === '') return bounded(weekFrom(mondayAsked(week, timeZone, now), timeZone));
  const end = to === '' ? now : timeOf(to, timeZone, 1);
  const begin =
    from === ''
      ? startOfDay(timeZone, dayAfter(dayAt(timeZone, new Date(end.getTime() - 1)), -6))
      : timeOf(from, timeZone, 0);
  if (begin >= end) throw new BadPeriod(`${begin.toISOString()} is not before ${end.toISOString()}`);
  return bounded({ from: begin, to: end, timeZone });
}

/** Calendars, clocks and databases agree on these years. */
const [EARLIEST, LATEST] = [Date.UTC(1970, 0), Date.UTC(9999, 0)];

function bounded(period: Period): Period {
  if (period.from.getTime() >= EARLIEST && period.to.getTime() <= LATEST) return period;
  throw new BadPeriod('reports are of times from 1970 to 9998');
}

function mondayAsked(week: string, timeZone: string, now: Date): string {
  if (week === '') return dayAfter(mondayOf(dayAt(timeZone, now)), -7);
  const monday = mondayOfWeek(week);
  if (monday === null) throw new BadPeriod(`"${week.slice(0, 40)}" is no week`);
  return monday;
}

function weekFrom(monday: string, timeZone: string): Period {
  return {
    from: startOfDay(timeZone, monday),
    to: startOfDay(timeZone, dayAfter(monday, 7)),
    timeZone,
  };
}

/** A day begins and ends by the clocks of the zone (`days` later), a time is itself. */
function timeOf(text: string, timeZone: string, days: 0 | 1): Date {
  const wanted = text.trim();
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(wanted);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(wanted);
  if (!(isDay || isTime) || !isCalendarDay(wanted)) throw new BadPeriod(`"${wanted.slice(0, 40)}" is no day`);
  if (isDay) return startOfDay(timeZone, dayAfter(wanted, days));
  const time = new Date(wanted);
  if (Number.isNaN(time.getTime())) throw new BadPeriod(`"${wanted.slice(0, 40)}" is no time`);
  return time;
}

/** The period that ends where one begins and is as long: as many months where it is of whole months, as many days of whole days. */
export function periodBefore({ from, to, timeZone }: Period): Period {
  const [first, next] = [dayAt(timeZone, from), dayAt(timeZone, to)];
  const wholeDays = [first, next].every((day, at) => isAt([from, to][at], startOfDay(timeZone, day)));
  if (!wholeDays)
    return { from: new Date(from.getTime() - (to.getTime() - from.getTime())), to: from, timeZone };
  const months = monthNumber(next) - monthNumber(first);
  const begin =
    first.endsWith('-01') && next.endsWith('-01') && months > 0
      ? dayOfMonth(monthNumber(first) - months)
      : dayAfter(first, -daysBetween(first, next));
  return { from: startOfDay(timeZone, begin), to: from, timeZone };
}

const isAt = (time: Date | undefined, other: Date) => time?.getTime() === other.getTime();
const daysBetween = (first: Day, next: Day) =>
  Math.round((Date.parse(next) - Date.parse(first)) / 86_400_000);
const monthNumber = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const dayOfMonth = (month: number): Day =>
  new Date(Date.UTC(Math.floor(month / 12), month % 12)).toISOString().slice(0, 10);

/** Changes are told after the first time and up to the second, to the millisecond. */
export const windowOfPeriod = ({ from, to }: Period): Window => ({
  since: new Date(from.getTime() - 1),
  until: new Date(to.getTime() - 1),
});
