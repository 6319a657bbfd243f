const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest unit that leaves at least two: "36 h" says more than "1 day". */
const STEPS = [
  { below: HOUR, unit: MINUTE, word: 'min' },
  { below: 48 * HOUR, unit: HOUR, word: 'h' },
  { below: 14 * DAY, unit: DAY, word: 'days' },
  { below: 70 * DAY, unit: 7 * DAY, word: 'weeks' },
  { below: 731 * DAY, unit: 30.44 * DAY, word: 'months' },
  { below: Number.POSITIVE_INFINITY, unit: 365.25 * DAY, word: 'years' },
];

/** How long ago, in words; a clock that runs ahead of ours gives "in 5 min". */
export function ageText(then: number, now: number): string {
  const span = Math.abs(now - then);
  if (span < MINUTE) return 'just now';
  const step = STEPS.find(({ below }) => span < below) ?? STEPS[0];
  if (!step) return '';
  const length = `${Math.floor(span / step.unit)} ${step.word}`;
  return then > now ? `in ${length}` : `${length} ago`;
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** In the reader's zone, which the text names. */
export function exactText(then: number): string {
  return exact.format(then);
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function dayText(then: number): string {
  return day.format(then);
}

const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: '2-digit' });

/** The day alone, where many stand beside one another. */
export function dateText(then: number): string {
  return date.format(then);
}

/** Worth a mark: what stands there may be so no longer. */
export function isOld(then: number, now: number, staleDays: number): boolean {
  return now - then > staleDays * DAY;
}
