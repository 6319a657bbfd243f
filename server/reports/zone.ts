/** Days of a calendar, and when they begin in a time zone (names of the IANA time zone database). */

/** yyyy-mm-dd */
export type Day = string;

const DAY = 86_400_000;

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The day that a clock there shows. */
export const dayAt = (timeZone: string, at: Date): Day =>
  new Date(shown(timeZone, at.getTime())).toISOString().slice(0, 10);

export const dayAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/**
 * The first moment of a day. Where clocks are changed at midnight, that is the first of two midnights, or the moment that a
 * midnight that never was would have been.
 */
export function startOfDay(timeZone: string, day: Day): Date {
  const midnight = Date.parse(day);
  // The changes of a zone are more than a day apart: one of the two is the offset at midnight.
  const [first, second] = [midnight - DAY, midnight + DAY].map(
    (near) => midnight - (shown(timeZone, near) - near),
  );
  const found = [first, second].find((at) => at !== undefined && shown(timeZone, at) === midnight);
  return new Date(found ?? first ?? midnight);
}

/** Monday of the week that a day is in (ISO 8601). */
export function mondayOf(day: Day): Day {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return dayAfter(day, -weekday);
}

/** 2026-W47: the week that a day is in; it belongs to the year of its Thursday (ISO 8601). */
export function weekOf(day: Day): string {
  const thursday = new Date(dayAfter(mondayOf(day), 3));
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Monday of a week such as 2026-W47; null where there is no such week. */
export function mondayOfWeek(week: string): Day | null {
  const [, year = '', number = ''] = /^(\d{4})-?W(\d{2})$/.exec(week) ?? [];
  if (year === '') return null;
  // 4 January is always in week 1.
  const monday = dayAfter(mondayOf(`${year}-01-04`), (Number(number) - 1) * 7);
  return weekOf(monday) === `${year}-W${number}` ? monday : null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock there shows, as if it were UTC. */
function shown(timeZone: string, at: number): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** A moment as a clock there shows it: 2026-11-16 06:30. */
export const clockAt = (timeZone: string, at: Date): string =>
  new Date(shown(timeZone, at.getTime())).toISOString().slice(0, 16).replace('T', ' ');
