import { GazetteerError } from '../../errors.ts';
import type { Queryable } from '../database.ts';

/** From when on history is whole; null: all of it is. */
export interface Kept {
  /** Of the time before, some visits are gone. */
  visits: Date | null;
  /** What ended before is gone. */
  closed: Date | null;
}

export async function keptSince(db: Queryable): Promise<Kept> {
  const found = await db.query<Kept & Record<string, unknown>>(
    'select visits_since as visits, closed_since as closed from history_kept',
  );
  return found.rows[0] ?? { visits: null, closed: null };
}

/** Part of a statement whose `gone` are the rows that it removed; the expression is what is kept whole from then on. */
export const noting = (column: 'visits_since' | 'closed_since', since: string) => `noted as (
  insert into history_kept (id, ${column}) select 1, ${since}::timestamptz where exists (select from gone)
  on conflict (id) do update set ${column} = greatest(history_kept.${column}, excluded.${column}))`;

/** Whether all is kept that was after a time; times are to the millisecond. */
export const isWhole = (after: Date, kept: Date | null): boolean =>
  kept === null || after.getTime() >= kept.getTime() - 1;

/** What was there at a time is told only where all that ended since is kept: what is gone would never have been there. */
export async function refuseForgotten(db: Queryable, at: Date): Promise<void> {
  const { closed } = await keptSince(db);
  if (closed !== null && !isWhole(at, closed))
    throw new Forgotten(
      `what ended before ${closed.toISOString()} is not kept any more`,
      'GAZETTEER_KEEP_CLOSED',
    );
}

export class Forgotten extends GazetteerError {
  constructor(message: string, setting: string) {
    super('bad-request', message, `Ask for a time since then; ${setting} says how long it is kept`, 2);
  }
}
