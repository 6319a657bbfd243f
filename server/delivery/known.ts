import { Cron } from 'croner';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { Schedule } from './schedule.ts';

interface Scheduled {
  id: number;
  name: string;
  settings: unknown;
  timezone: string;
  since: Date;
  last_due: Date | null;
}

/** A schedule in service, and the time zone that it has now. */
export interface KnownSchedule {
  id: number;
  name: string;
  schedule: Schedule;
  timezone: string;
  /** What was due until then is done, or was not asked for. */
  after: Date;
  /** When its latest report was due; null when there is none. */
  lastDue: Date | null;
}

/** One that this version cannot follow: another version stored it, or the time zone of its site is none here. */
export interface BrokenSchedule {
  name: string;
  /** What is wrong with it. */
  problem: string;
  lastDue: Date | null;
}

/** Those in service, by name. One that is broken keeps no other from being followed. */
export async function schedulesInService(
  db: Queryable,
): Promise<{ known: KnownSchedule[]; broken: BrokenSchedule[] }> {
  const found = await db.query<Scheduled>(sql('report-schedules'));
  const known: KnownSchedule[] = [];
  const broken: BrokenSchedule[] = [];
  for (const row of found.rows) {
    const read = readOf(row);
    if ('problem' in read) broken.push({ name: row.name, lastDue: row.last_due, ...read });
    else known.push(read);
  }
  return { known, broken };
}

export const knownSchedules = async (db: Queryable): Promise<KnownSchedule[]> =>
  (await schedulesInService(db)).known;

function readOf({
  id,
  name,
  settings,
  timezone,
  since,
  last_due: lastDue,
}: Scheduled): KnownSchedule | { problem: string } {
  const schedule = Schedule.safeParse(settings);
  if (!schedule.success) {
    const [issue] = schedule.error.issues;
    return { problem: `its stored settings cannot be read: ${issue?.path.join('.')}: ${issue?.message}` };
  }
  const { cron } = schedule.data;
  if (!isFollowed(cron, timezone))
    return { problem: `there is no time "${cron}" in the time zone "${timezone}"` };
  const after = lastDue !== null && lastDue > since ? lastDue : since;
  return { id, name, schedule: schedule.data, timezone, after, lastDue };
}

function isFollowed(cron: string, timezone: string): boolean {
  try {
    new Cron(cron, { timezone, paused: true }).nextRun();
    return true;
  } catch {
    return false;
  }
}
