import { Cron } from 'croner';
import { schedulesInService } from '../delivery/known.ts';
import type { DeliveryRow, ScheduleRow } from '../routes/schemas/deliveries.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { timeOf, timeOrNull } from './rows.ts';
import { type PageAsked, pageOfList, type SqlList } from './sqlList.ts';

interface Row extends Record<string, unknown> {
  id: number;
  kind: DeliveryRow['kind'];
  address: string;
  state: DeliveryRow['state'];
  attempts: number;
  busy: boolean;
  tried_at: Date | null;
  next_at: Date | null;
  code: string;
  message: string;
  edition: number;
  due_at: Date;
  report_id: number | null;
  test: boolean;
  scope: string;
  period_from: Date;
  period_to: Date;
  timezone: string;
  schedule: string;
  trouble: boolean;
}

/** The latest report first. */
export const deliveryList = {
  statement: 'deliveries',
  columns: {
    schedule: { by: 'schedule', type: 'text' },
    kind: { by: 'kind', type: 'text' },
    address: { by: 'address', type: 'text' },
    state: { by: 'state', type: 'text' },
    attempts: { by: 'attempts', type: 'int' },
    dueAt: { by: 'due_at', type: 'timestamptz' },
    triedAt: { by: `coalesce(tried_at, 'infinity')`, type: 'timestamptz' },
    nextAt: { by: `coalesce(next_at, 'infinity')`, type: 'timestamptz' },
    code: { by: 'code', type: 'text' },
  },
  order: [
    { by: 'edition', type: 'int', down: true },
    { by: 'kind', type: 'text' },
    { by: 'address', type: 'text' },
    { by: 'id', type: 'int' },
  ],
} satisfies SqlList;

export interface DeliveryFilter extends PageAsked {
  schedule: string;
  state: string;
  /** Only what somebody should look at. */
  only: '' | 'trouble';
}

export async function listDeliveries(db: Queryable, filter: DeliveryFilter) {
  const values = [filter.schedule, filter.state, filter.only === 'trouble'];
  const page = await pageOfList<Row>(db, deliveryList, values, filter);
  return { ...page, items: page.items.map(rowOf) };
}

/** How many rows of deliveries somebody should look at. */
export async function countTrouble(db: Queryable): Promise<number> {
  const found = await db.query<{ count: number }>(
    `select count(*)::int as count from (${sql('deliveries')}) as deliveries`,
    ['', '', true],
  );
  return found.rows[0]?.count ?? 0;
}

function rowOf(row: Row): DeliveryRow {
  const { schedule, kind, address, state, busy, attempts, code, message, test, trouble, scope } = row;
  return {
    ...{ schedule, kind, address, state, busy, attempts, code, message, test, trouble, scope },
    triedAt: timeOrNull(row.tried_at),
    nextAt: timeOrNull(row.next_at),
    from: timeOf(row.period_from),
    to: timeOf(row.period_to),
    timeZone: row.timezone,
    dueAt: timeOf(row.due_at),
    report: row.report_id,
    edition: row.edition,
    id: row.id,
  };
}

export async function listSchedules(db: Queryable, now = new Date()): Promise<ScheduleRow[]> {
  const found = await db.query<{ schedule: string; count: number }>(
    `select schedule, count(*)::int as count from (${sql('deliveries')}) as deliveries group by schedule`,
    ['', '', true],
  );
  const trouble = new Map(found.rows.map(({ schedule, count }) => [schedule, count]));
  const { known, broken } = await schedulesInService(db);
  const rows = known.map(({ name, schedule, timezone, lastDue }): ScheduleRow => {
    const { scope, cron, period, formats, missed, targets } = schedule;
    const next = new Cron(cron, { timezone, paused: true }).nextRun(now);
    return {
      ...{ name, scope, cron, timeZone: timezone, period, formats, missed, problem: '' },
      to: targets.map(({ kind, address }) => `${kind} ${address}`),
      nextAt: timeOrNull(next),
      lastDueAt: timeOrNull(lastDue),
      trouble: trouble.get(name) ?? 0,
    };
  });
  const unread = broken.map(
    ({ name, problem, lastDue }): ScheduleRow => ({
      ...{ name, scope: '', cron: '', timeZone: '', period: '', formats: [], missed: '', to: [], problem },
      nextAt: null,
      lastDueAt: timeOrNull(lastDue),
      trouble: (trouble.get(name) ?? 0) + 1,
    }),
  );
  return [...rows, ...unread].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
