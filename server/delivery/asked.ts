import type { Config } from '../config.ts';
import { GazetteerError } from '../errors.ts';
import { addJob } from '../jobs/queue.ts';
import { timeOf } from '../query/rows.ts';
import { makeReport, type ReportAsked } from '../reports/make.ts';
import type { ReportOrder } from '../routes/schemas/reports.ts';
import type { Database, Queryable } from '../store/database.ts';
import { holdOn, type Lease, release, take } from './lease.ts';
import { failureOf } from './retry.ts';

/**
 * Has a worker make a report that somebody wants now, and keep it. The same once more, while it waits, is the same order. The queue's
 * tables have to be there.
 */
export async function askForReport(db: Database, asked: ReportAsked): Promise<ReportOrder> {
  const { scope, from, to, timeZone } = asked;
  const id = await db.transaction(async (tx) => {
    const values = [scope, from, to, timeZone];
    const waiting = await tx.query<{ id: number }>(
      `select id from report_order where state = 'waiting' and scope = $1 and from_at = $2 and to_at = $3 and time_zone = $4 limit 1`,
      values,
    );
    const made =
      waiting.rows[0] ??
      (
        await tx.query<{ id: number }>(
          'insert into report_order (scope, from_at, to_at, time_zone) values ($1, $2, $3, $4) returning id',
          values,
        )
      ).rows[0];
    const order = made?.id ?? 0;
    await addJob(tx, 'order', { id: order }, { key: `order ${order}` });
    return order;
  });
  return reportOrder(db, id);
}

interface Row extends Record<string, unknown> {
  scope: string;
  from_at: Date;
  to_at: Date;
  time_zone: string;
  ordered_at: Date;
  state: ReportOrder['state'];
  doing: string;
  report_id: number | null;
  code: string;
  message: string;
  workers: number;
}

/** How far an order is. */
export async function reportOrder(db: Queryable, id: number): Promise<ReportOrder> {
  const found = await db.query<Row>(
    `select scope, from_at, to_at, time_zone, ordered_at, state, doing, report_id, code, message,
       (select count(*)::int from worker where seen_at > now() - interval '30 seconds') as workers
     from report_order where id = $1`,
    [id],
  );
  const [row] = found.rows;
  if (!row)
    throw new GazetteerError('not-found', `nobody asked for report order ${id}`, 'See gazetteer reports');
  const { scope, time_zone: timeZone, state, doing, report_id: report, code, message, workers } = row;
  const [from, to, orderedAt] = [timeOf(row.from_at), timeOf(row.to_at), timeOf(row.ordered_at)];
  return { order: id, state, doing, report, scope, from, to, timeZone, orderedAt, code, message, workers };
}

interface Maker {
  db: Database;
  config: Config;
  /** This worker stops. */
  signal: AbortSignal;
}

/** Makes the report of an order, and says meanwhile how far it is. Whoever asked waits for it, so that what fails is told at once. */
export async function makeAsked({ db, config, signal }: Maker, id: number): Promise<void> {
  const lease = await take(db, 'report_order', id);
  if (!lease) return;
  try {
    const { scope, from, to, timeZone } = await reportOrder(db, id);
    const asked = { scope, from: new Date(from), to: new Date(to), timeZone };
    let told: Promise<unknown> = Promise.resolve();
    const { id: report } = await makeReport({ db, config }, asked, (text) => {
      // Between two of its parts it can be broken off.
      signal.throwIfAborted();
      // In their order; that one is not told is no reason to make no report.
      told = told.then(() => holdOn(db, lease, text)).catch(() => {});
    });
    await told;
    await ended(db, lease, { state: 'made', report, code: '', message: '' });
  } catch (error) {
    if (signal.aborted) {
      // Nothing is wrong with it: another worker goes on.
      await release(db, lease);
      throw error;
    }
    const { code, message } = failureOf(error);
    await ended(db, lease, { state: 'failed', report: null, code, message });
  }
}

/** Nothing, if others took it over meanwhile. */
async function ended(
  db: Queryable,
  { id, mark }: Lease,
  { state, report, code, message }: Pick<ReportOrder, 'state' | 'report' | 'code' | 'message'>,
): Promise<void> {
  await db.query(
    `update report_order set state = $3, report_id = $4, code = $5, message = $6, doing = '', next_at = null, lease = ''
     where id = $1 and lease = $2 and state = 'waiting'`,
    [id, mark, state, report, code, message],
  );
}
