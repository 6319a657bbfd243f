import { hostname, userInfo } from 'node:os';
import { GazetteerError, messageOf } from '../errors.ts';
import type { Queryable } from '../store/database.ts';

/** Who acts, and how they came. */
export interface Actor {
  who: string;
  via: 'page' | 'token' | 'command';
}

export interface Deed {
  /** What is done, as the command line says it: `sweeps start`. */
  action: string;
  /** `site/cluster`, a sweep, a file, ... */
  target: string;
  /** What was said besides. */
  detail?: string;
}

const MOST = 500;

/** Who types a command: the account and the machine. */
export function commandActor(): Actor {
  return { who: `${userInfo().username}@${hostname()}`, via: 'command' };
}

/**
 * Does something that changes the store or this machine, and writes down who did it: before it is done, so that nothing is
 * ever done unseen, and again how it ended.
 */
export async function audited<T>(
  db: Queryable,
  actor: Actor,
  { action, target, detail = '' }: Deed,
  work: () => Promise<T>,
): Promise<T> {
  const begun = await db.query<{ id: number }>(
    `insert into audit (who, via, action, target, detail) values ($1, $2, $3, $4, $5) returning id`,
    [shortened(actor.who), actor.via, action, shortened(target), shortened(detail)],
  );
  const id = begun.rows[0]?.id;
  const end = (outcome: 'done' | 'refused', why: string) =>
    db.query('update audit set outcome = $2, detail = $3 where id = $1', [id, outcome, shortened(why)]);
  // What came of it is what matters; a row that stays "begun" says that nobody could write how it ended.
  const result = await work().catch(async (error: unknown) => {
    const why = error instanceof GazetteerError ? error.message : `failed: ${messageOf(error)}`;
    await end('refused', detail === '' ? why : `${detail}: ${why}`).catch(() => {});
    throw error;
  });
  await end('done', detail).catch(() => {});
  return result;
}

/** Postgres takes no NUL in text. */
const shortened = (text: string) => text.replaceAll('\0', '\ufffd').slice(0, MOST);
