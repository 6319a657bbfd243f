import { addJob } from '../jobs/queue.ts';
import type { Database, Queryable } from '../store/database.ts';
import { type BrokenSchedule, type KnownSchedule, schedulesInService } from './known.ts';
import { duesOf, type Period, periodOf } from './schedule.ts';

/** Many are due at one time, and each takes a database and a worker seconds and memory: they are made one after the other. */
export const IN_TURN = { queue: 'reports' };

/**
 * Once a minute: writes down each report that is due, of which a row stands for one period whoever looks, and has what waits
 * made and delivered. Jobs that were lost come again. Gives the schedules that could not be followed.
 */
export async function tickReports(db: Database, now: Date = new Date()): Promise<BrokenSchedule[]> {
  const schedules = await schedulesInService(db);
  for (const known of schedules.known) {
    for (const due of duesOf(known.schedule, known.timezone, known.after, now))
      await writeEdition(db, known, {
        now,
        due,
        period: periodOf(known.schedule, known.timezone, due),
        test: false,
      });
  }
  const waiting = await db.query<{ task: 'report' | 'deliver' | 'order'; id: number }>(
    `select 'report' as task, id from report_edition where state = 'waiting' and next_at <= $1
     union all select 'deliver', id from report_delivery where state = 'waiting' and next_at <= $1
     union all select 'order', id from report_order where state = 'waiting' and next_at <= $1`,
    [now],
  );
  for (const { task, id } of waiting.rows)
    await addJob(db, task, { id }, { key: `${task} ${id}`, ...(task === 'report' ? IN_TURN : {}) });
  return schedules.broken;
}

/** Gives the id of the edition that is written, which is begun at once by the database's clock; null when its period has one. */
export async function writeEdition(
  db: Queryable,
  { id, schedule, timezone }: KnownSchedule,
  {
    now,
    due,
    period,
    test,
    only = [],
  }: { now: Date; due: Date; period: Period; test: boolean; only?: string[] },
): Promise<number | null> {
  const made = await db.query<{ id: number }>(
    `insert into report_edition (schedule_id, period_from, period_to, timezone, scope, due_at, test, next_at, "only")
     values ($1, $2, $3, $4, $5, $6, $7, least($8::timestamptz, now()), $9)
     on conflict (schedule_id, period_from, period_to) where not test do nothing returning id`,
    [id, period.from, period.to, timezone, schedule.scope, due, test, now, only],
  );
  return made.rows[0]?.id ?? null;
}
