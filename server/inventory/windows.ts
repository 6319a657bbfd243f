/** Times in which a cluster is left alone, as the sites file says them. */

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const TIME = '([01][0-9]|2[0-3]):([0-5][0-9])';
const WEEKLY = new RegExp(`^(daily|${DAYS.join('|')}) ${TIME}-(?:${TIME}|24:00)$`);
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2})?';
const SPAN = new RegExp(`^(${DATE})/(${DATE})$`);

/** `tue 08:00-12:00`, `daily 22:00-02:00`, or `2026-12-24/2027-01-02T12:00`, in the site's time zone. */
export function isWindow(text: string): boolean {
  if (WEEKLY.test(text)) return true;
  const [, from = '', to = ''] = SPAN.exec(text) ?? [];
  return from !== '' && isDate(from) && isDate(to) && from < to;
}

function isDate(text: string): boolean {
  const [day = ''] = text.split('T');
  const date = new Date(`${text.length === 10 ? `${text}T00:00` : text}:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** The window that a time lies in; undefined when it lies in none. A window begins with its first minute and ends before its last. */
export function windowAt(windows: readonly string[], timezone: string, at: Date): string | undefined {
  if (windows.length === 0) return undefined;
  const now = localTime(timezone, at);
  return windows.find((window) => holds(window, now));
}

interface Local {
  /** 0 is Sunday. */
  day: number;
  /** hh:mm */
  time: string;
  /** yyyy-mm-ddThh:mm */
  date: string;
}

function localTime(timezone: string, at: Date): Local {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}`;
  return {
    day: DAYS.indexOf(part('weekday').toLowerCase()),
    time,
    date: `${part('year')}-${part('month')}-${part('day')}T${time}`,
  };
}

function holds(window: string, now: Local): boolean {
  const span = SPAN.exec(window);
  if (span) return now.date >= (span[1] ?? '') && now.date < (span[2] ?? '');
  const [, day = '', fromHour = '', fromMinute = '', toHour, toMinute = ''] = WEEKLY.exec(window) ?? [];
  const from = `${fromHour}:${fromMinute}`;
  const to = toHour === undefined ? '24:00' : `${toHour}:${toMinute}`;
  const isOn = (weekday: number) => day === 'daily' || DAYS[weekday] === day;
  if (from < to) return isOn(now.day) && now.time >= from && now.time < to;
  // Past midnight it is still the window of the day before.
  return (isOn(now.day) && now.time >= from) || (isOn((now.day + 6) % 7) && now.time < to);
}
