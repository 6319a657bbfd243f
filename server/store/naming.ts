import { currentNames } from '../names/current.ts';
import type { Queryable } from './database.ts';

/** Raised whenever server/names or a facet's `offerings` may give other results for the same facts. */
export const NAMING_VERSION = 8;

/** The ids that this process has asked for, by identity; of one database. */
const known = new Map<string, number>();

export function forgetNaming(): void {
  known.clear();
}

/** What decides how facts become offerings: the rules' version and the installation's own tables. */
export function namingIdentity(): string {
  const own = currentNames().identity;
  return own === '' ? String(NAMING_VERSION) : `${NAMING_VERSION} ${own}`;
}

/** The number that sets are marked with that are read as this process reads them. */
export async function namingId(db: Queryable): Promise<number> {
  const identity = namingIdentity();
  const have = known.get(identity);
  if (have !== undefined) return have;
  await db.query('insert into naming (identity) values ($1) on conflict (identity) do nothing', [identity]);
  const found = await db.query<{ id: number }>('select id from naming where identity = $1', [identity]);
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Error(`naming ${identity} was not stored`);
  known.set(identity, id);
  return id;
}
