import { Cron } from 'croner';
import { z } from 'zod';
import { collectionOf } from '../../inventory/collection.ts';
import { windowAt } from '../../inventory/windows.ts';
import { nodesNamed } from '../../query/nodesNamed.ts';
import { sql } from '../../sql.ts';
import { isWhole, keptSince } from '../../store/prune/kept.ts';
import type { Source } from './source.ts';

/** What the schedule of a cluster wanted of a period. */
export interface Due {
  /** Times at which a sweep was due. */
  times: number;
  /** Of these, those that no sweep came of. */
  missed: number;
  /** Visits that the missed sweeps would have made. */
  visits: number;
}

interface Row {
  name: string;
  settings: unknown;
  timezone: string;
  since: Date;
  paused: Date | null;
  nodes: number;
  sweeps: unknown;
}

/** A sweep that was due on the last day may begin later. */
const GRACE_MS = 7 * 86_400_000;
/** Beside the jitter: a worker looks once a minute. */
const START_MS = 10 * 60_000;
/** Times of one cluster that are looked at; of a schedule that has more in the period, the first ones. */
const MOST_TIMES = 1000;

/**
 * By `site/cluster`, what was due in a period by the present schedule since that is told: not in a maintenance window, not while the
 * cluster is paused. Clusters without a schedule have none. Nothing where sweeps of the period may be gone.
 */
export async function duesOf({
  db,
  scope,
  period,
  window,
  now,
}: Omit<Source, 'sweeps' | 'before' | 'dues'>): Promise<Map<string, Due>> {
  if (!isWhole(window.since, (await keptSince(db)).visits)) return new Map();
  const found = await db.query<Row & Record<string, unknown>>(sql('report-due'), [
    scope.site,
    scope.cluster,
    scope.nodes === '' ? null : nodesNamed(scope.nodes),
    period.from,
    new Date(period.to.getTime() + GRACE_MS),
  ]);
  return new Map(found.rows.flatMap((row) => dueOf(row, period, now)));
}

function dueOf(row: Row, { from, to }: { from: Date; to: Date }, now: Date): [string, Due][] {
  const { schedule, jitterMinutes, maintenance } = collectionOf(row.settings);
  // Of a schedule that was told later, or of a cluster that somebody paused before, nobody knows that it was not due.
  const isKnown = row.since < to && (row.paused === null || row.paused > from);
  if (schedule === '' || !isKnown) return [];
  const late = now.getTime() - jitterMinutes * 60_000 - START_MS;
  const end = Math.min(to.getTime(), late, row.paused?.getTime() ?? Number.POSITIVE_INFINITY);
  const begin = Math.max(from.getTime(), row.since.getTime());
  const times = timesOf(schedule, row.timezone, begin, end).filter(
    ({ at }) => windowAt(maintenance, row.timezone, new Date(at)) === undefined,
  );
  const sweeps = Sweeps.parse(row.sweeps);
  const missed = times.filter(({ at, next }) => !isSwept(sweeps, at, next)).length;
  return [[row.name, { times: times.length, missed, visits: missed * row.nodes }]];
}

/** When each began and ended, in order; null while it runs. */
const Sweeps = z.array(z.tuple([z.number(), z.number().nullable()]));

/** One that began before the next was due, or still ran when this one was. */
const isSwept = (sweeps: z.infer<typeof Sweeps>, at: number, next: number) =>
  sweeps.some(([start, end]) => start < next && (end ?? Number.POSITIVE_INFINITY) >= at);

/** The runs of a schedule from one time on and before another, each with the one after it. */
function timesOf(schedule: string, timezone: string, begin: number, end: number) {
  const times: { at: number; next: number }[] = [];
  const cron = new Cron(schedule, { timezone, paused: true });
  // The reference itself does not count as a run after it.
  let run = cron.nextRun(new Date(begin - 1000));
  while (run && run.getTime() < end && times.length < MOST_TIMES) {
    const next = cron.nextRun(run);
    if (run.getTime() >= begin)
      times.push({ at: run.getTime(), next: next?.getTime() ?? Number.POSITIVE_INFINITY });
    run = next;
  }
  return times;
}
