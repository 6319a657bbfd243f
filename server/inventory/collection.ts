import { Cron } from 'croner';
import { z } from 'zod';
import { isWindow } from './windows.ts';

/** When and how a cluster is visited as a whole; stored with it. */
export const Collection = z.object({
  /** crontab(5) in the site's time zone; '' when nobody but a person starts a sweep. */
  schedule: z.string().refine((text) => text === '' || isSchedule(text)),
  /** A sweep begins so many minutes later at most, by chance, so that sites do not all begin at once. */
  jitterMinutes: z.number(),
  /** Nodes at once, over all workers; 0 for as many as the workers do. */
  nodes: z.number().int(),
  /** Hours after which no more nodes of a sweep are visited. */
  hours: z.number(),
  /** Times in which no node is visited. */
  maintenance: z.array(z.string().refine(isWindow)),
});
export type Collection = z.infer<typeof Collection>;

/** As far as a sites file says it. */
export const SaidCollection = Collection.partial();
export type SaidCollection = z.infer<typeof SaidCollection>;

export const defaultCollection: Collection = {
  schedule: '',
  jitterMinutes: 2,
  nodes: 0,
  hours: 6,
  maintenance: [],
};

/** What is stored with a cluster, which may have been written by an older version. */
export function collectionOf(settings: unknown): Collection {
  const stored = z.object({ collect: SaidCollection.optional() }).safeParse(settings);
  const said = stored.success ? stored.data.collect : {};
  return Collection.parse({ ...defaultCollection, ...said });
}

/** Five fields as in crontab(5), or a nickname such as @daily. */
export function isSchedule(text: string): boolean {
  const nickname = /^@(hourly|daily|weekly|monthly|yearly|annually|midnight)$/;
  if (text.length > 100 || (!nickname.test(text) && text.trim().split(/\s+/).length !== 5)) return false;
  try {
    // One that never comes, such as 30 February, is none.
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

/**
 * The latest time at or before `now` at which a schedule has a run, after `since`; null when there is none. In the hour that a
 * change of the clock leaves out, a run comes at the hour's end; in the one that it repeats, once.
 */
export function lastDue(schedule: string, timezone: string, since: Date, now: Date): Date | null {
  const cron = new Cron(schedule, { timezone, paused: true });
  // The reference itself does not count as a run before it.
  const [last] = cron.previousRuns(1, new Date(now.getTime() + 1000));
  return last && last > since && last <= now ? last : null;
}

export function nextDue(schedule: string, timezone: string, now: Date): Date | null {
  return new Cron(schedule, { timezone, paused: true }).nextRun(now);
}
