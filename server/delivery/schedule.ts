import { Cron } from 'croner';
import { z } from 'zod';
import { formatNamed } from '../reports/formats/index.ts';
import { type Day, dayAfter, dayAt, mondayOf, startOfDay } from '../reports/zone.ts';
import { periods } from './when.ts';

/** Where a report goes. What is told here tells one from the other. */
export const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), address: z.string() }),
  z.object({ kind: z.literal('webhook'), address: z.string(), secretFile: z.string() }),
  z.object({ kind: z.literal('folder'), address: z.string(), ownerOnly: z.boolean() }),
]);
export type Target = z.infer<typeof Target>;

/** When which report is made and where it goes, as it is stored. */
export const Schedule = z.object({
  /** Five fields as in crontab(5). */
  cron: z.string(),
  /** '' for that of the scope, as the site says it when the report is made. */
  timezone: z.string(),
  period: z.enum(periods),
  /** '' for everything, else a site, site/cluster, or some nodes of one. */
  scope: z.string(),
  /** Names of formats that are attached, or written to a folder. */
  formats: z.array(z.string().refine((name) => formatNamed(name) !== undefined)),
  /** Of several that were missed: the last one, or all. */
  missed: z.enum(['last', 'all']),
  targets: z.array(Target),
});
export type Schedule = z.infer<typeof Schedule>;

/** From its first moment up to, and without, the first moment after it. */
export interface Period {
  from: Date;
  to: Date;
}

/** Reports of so many periods are made good after a long stop, at most. */
const MOST_MISSED = 60;

/** The times at which a report was due, after one time and up to another, oldest first: all of them, or the last. */
export function duesOf(
  { cron, missed }: Pick<Schedule, 'cron' | 'missed'>,
  timezone: string,
  after: Date,
  now: Date,
): Date[] {
  const most = missed === 'all' ? MOST_MISSED : 1;
  // The reference itself does not count as a run before it; one more, since what is due within that second is not due yet.
  const runs = new Cron(cron, { timezone, paused: true }).previousRuns(
    most + 1,
    new Date(now.getTime() + 1000),
  );
  return runs
    .filter((run) => run > after && run <= now)
    .sort((a, b) => a.getTime() - b.getTime())
    .slice(-most);
}

/** What a report that is due at a time tells: the last whole day, week or month before it, or the time since the one before. */
export function periodOf(
  { cron, period }: Pick<Schedule, 'cron' | 'period'>,
  timezone: string,
  due: Date,
): Period {
  const today = dayAt(timezone, due);
  const between = (from: Day, to: Day) => ({
    from: startOfDay(timezone, from),
    to: startOfDay(timezone, to),
  });
  if (period === 'day') return between(dayAfter(today, -1), today);
  const monday = mondayOf(today);
  if (period === 'week') return between(dayAfter(monday, -7), monday);
  const first = firstOf(today);
  if (period === 'month') return between(firstOf(dayAfter(first, -1)), first);
  const [before] = new Cron(cron, { timezone, paused: true }).previousRuns(1, due);
  return { from: before ?? new Date(due.getTime() - 7 * 86_400_000), to: due };
}

const firstOf = (day: Day): Day => `${day.slice(0, 7)}-01`;
