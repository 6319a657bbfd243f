import { GazetteerError } from '../errors.ts';
import { addJob } from '../jobs/queue.ts';
import type { Database, Queryable } from '../store/database.ts';
import { type KnownSchedule, schedulesInService } from './known.ts';
import { duesOf, periodOf } from './schedule.ts';
import { IN_TURN, writeEdition } from './tick.ts';

export interface Order {
  /** Name of the schedule. */
  schedule: string;
  /** To see whether it arrives: a report of its own, that is marked as a test. */
  test: boolean;
  /** Only to this one of its receivers, in a test; '' for all. */
  to: string;
}

/**
 * Has the last report of a schedule that was due made and delivered now, because somebody wants it: made where it is not there,
 * sent to those who did not get it. The queue's tables have to be there. Gives its edition.
 */
export async function orderReport(db: Database, order: Order, now = new Date()): Promise<number> {
  const known = await scheduleNamed(db, order.schedule);
  const addresses = known.schedule.targets.map(({ address }) => address);
  if (addresses.length === 0)
    throw new GazetteerError(
      'no-receivers',
      `the report ${order.schedule} goes to nobody`,
      `Say in the sites file where: mail, webhook or folder below reports: ${order.schedule}. Without, gazetteer report makes one for yourself`,
    );
  if (order.to !== '' && !addresses.includes(order.to))
    throw new GazetteerError(
      'not-found',
      `the report ${order.schedule} does not go to ${order.to}`,
      `It goes to: ${addresses.join(', ')}`,
    );
  const [due] = duesOf({ ...known.schedule, missed: 'last' }, known.timezone, new Date(0), now);
  if (!due) throw new GazetteerError('not-found', `the report ${order.schedule} was never due`);
  return db.transaction((tx) => placed(tx, known, order, { due, now }));
}

async function scheduleNamed(db: Queryable, name: string): Promise<KnownSchedule> {
  const { known, broken } = await schedulesInService(db);
  const found = known.find((one) => one.name === name);
  if (found) return found;
  const unread = broken.find((one) => one.name === name);
  if (unread)
    throw new GazetteerError(
      'schedule-broken',
      `the report ${name} cannot be made: ${unread.problem}`,
      'Apply the sites file again',
    );
  throw new GazetteerError(
    'not-found',
    `no report ${name} is made regularly`,
    'See them with: gazetteer deliveries schedules',
  );
}

async function placed(
  tx: Queryable,
  known: KnownSchedule,
  { test, to }: Order,
  { due, now }: { due: Date; now: Date },
): Promise<number> {
  const period = periodOf(known.schedule, known.timezone, due);
  const only = to === '' ? [] : [to];
  const made = await writeEdition(tx, known, { now, due, period, test, only });
  const edition = made ?? (await again(tx, known, period.from, period.to));
  await addJob(tx, 'report', { id: edition }, { key: `report ${edition}`, ...IN_TURN });
  return edition;
}

/** Whoever did not get the report of a period is tried anew, as if for the first time. */
async function again(tx: Queryable, known: KnownSchedule, from: Date, to: Date): Promise<number> {
  const found = await tx.query<{ id: number; state: string }>(
    `select id, state from report_edition where schedule_id = $1 and period_from = $2 and period_to = $3 and not test`,
    [known.id, from, to],
  );
  const [edition] = found.rows;
  if (!edition) throw new GazetteerError('not-found', 'its report went away meanwhile', 'Try again');
  if (edition.state !== 'made') {
    await tx.query(
      `update report_edition set state = 'waiting', attempts = 0, next_at = now() where id = $1 and lease = ''`,
      [edition.id],
    );
    return edition.id;
  }
  const { targets } = known.schedule;
  const waiting = await tx.query<{ id: number }>(
    `insert into report_delivery (edition_id, kind, address, next_at)
     select $1, kind, address, now() from unnest($2::text[], $3::text[]) as target (kind, address)
     on conflict (edition_id, kind, address) do update set state = 'waiting', attempts = 0, next_at = now()
       where report_delivery.state <> 'done' and report_delivery.lease = ''
     returning id`,
    [edition.id, targets.map(({ kind }) => kind), targets.map(({ address }) => address)],
  );
  if (waiting.rows.length === 0)
    throw new GazetteerError(
      'already-delivered',
      `everybody has the report ${known.name} of that period, or it is on its way to them`,
      'To see whether it arrives, send a test',
    );
  for (const { id } of waiting.rows) await addJob(tx, 'deliver', { id }, { key: `deliver ${id}` });
  return edition.id;
}

/** How many receivers wait for an edition, and how many workers there are. */
export async function orderState(
  db: Queryable,
  edition: number,
): Promise<{ waiting: number; workers: number }> {
  const found = await db.query<{ waiting: number; workers: number }>(
    `select (select count(*)::int from report_delivery where edition_id = $1 and state = 'waiting') as waiting,
       (select count(*)::int from worker where seen_at > now() - interval '30 seconds') as workers`,
    [edition],
  );
  return found.rows[0] ?? { waiting: 0, workers: 0 };
}
