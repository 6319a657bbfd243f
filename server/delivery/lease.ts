import { randomBytes } from 'node:crypto';
import type { Queryable } from '../store/database.ts';
import { failureOf, MOST_TRIES, nextTry, Refused } from './retry.ts';

/** What waits, is tried by one process at a time, and is done or given up. */
type Waiting = 'report_edition' | 'report_delivery' | 'report_order';

/** Minutes after which whoever is at it is taken for dead. Each kind of work has to end before, or to say that it goes on (`holdOn`). */
export const LEASE_MINUTES = { report_edition: 30, report_delivery: 6, report_order: 5 } as const;

export interface Lease {
  table: Waiting;
  id: number;
  mark: string;
  /** How often it was tried, this time included. */
  attempts: number;
}

/**
 * Takes something that waits, for this process alone; null when it is not its time, is done, or somebody else is at it. What everybody
 * died at who ever tried it is given up: the next one would die as well.
 */
export async function take(db: Queryable, table: Waiting, id: number): Promise<Lease | null> {
  const mark = randomBytes(12).toString('hex');
  const taken = await db.query<{ attempts: number; before: string }>(
    `update ${table} set lease = $2, attempts = attempts + 1, next_at = now() + make_interval(mins => $3)
     from (select id, lease as before from ${table} where id = $1 for update) as held
     where ${table}.id = held.id and state = 'waiting' and next_at <= now() returning attempts, before`,
    [id, mark, LEASE_MINUTES[table]],
  );
  const [row] = taken.rows;
  if (!row) return null;
  const lease = { table, id, mark, attempts: row.attempts };
  if (row.before === '' || row.attempts <= MOST_TRIES) return lease;
  await giveBack(db, lease, neverEnded());
  return null;
}

const neverEnded = () =>
  new Refused(
    'never-ended',
    `it was begun ${MOST_TRIES} times, and whoever began it last was never heard of again`,
    'Look why workers ended; then: gazetteer report send',
  );

/** Writes down why it did not go, and when it is tried next. Nothing, if others took it over meanwhile. */
export async function giveBack(db: Queryable, { table, id, mark, attempts }: Lease, error: unknown) {
  const { code, message, final } = failureOf(error);
  const next = final ? null : nextTry(attempts, new Date());
  const tried = table === 'report_delivery' ? ', tried_at = now()' : '';
  await db.query(
    `update ${table} set state = $3, next_at = $4, lease = '', code = $5, message = $6${tried}
     where id = $1 and lease = $2 and state = 'waiting'`,
    [id, mark, next === null ? 'failed' : 'waiting', next, code, message],
  );
  return { code, message, next };
}

/** Says that somebody is at it still, and at what: it is theirs for as long again. */
export async function holdOn(db: Queryable, { id, mark }: Lease, doing: string): Promise<void> {
  await db.query(
    `update report_order set doing = $3, next_at = now() + make_interval(mins => $4) where id = $1 and lease = $2`,
    [id, mark, doing, LEASE_MINUTES.report_order],
  );
}

/** Gives it back untried, because this process stops. */
export async function release(db: Queryable, { table, id, mark }: Lease): Promise<void> {
  await db.query(
    `update ${table} set lease = '', next_at = now(), attempts = attempts - 1
     where id = $1 and lease = $2 and state = 'waiting'`,
    [id, mark],
  );
}
