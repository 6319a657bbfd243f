import { cleanText } from './canonical.ts';
import type { Database, Queryable } from './database.ts';

/** Ids of reasons and of agents' versions by what they stand for. Both are few, and no row of them is ever removed. Bounded. */
const known = new WeakMap<Database, Map<string, Promise<number>>>();
const MOST = 5000;

export interface Why {
  reason: string;
  message: string;
}

const LONGEST_CODE = 60;
const LONGEST_MESSAGE = 500;

/** Both can come from a node, and both are in one index row. */
const asStored = ({ reason, message }: Why): [code: string, message: string] => [
  cleanText(reason.slice(0, LONGEST_CODE)),
  cleanText(message.slice(0, LONGEST_MESSAGE)),
];

/** `of` tells the id of each of these. Not inside a transaction: one that is rolled back would leave ids that nobody has. */
export async function reasonIds(db: Database, all: Why[]): Promise<{ of: (why: Why) => number | undefined }> {
  const keyOf = (why: Why) => `reason ${asStored(why).join('\0')}`;
  const found = new Map<string, number>();
  for (const why of all) {
    const key = keyOf(why);
    if (!found.has(key)) found.set(key, await remembered(db, key, () => reasonIdOf(db, why)));
  }
  return { of: (why) => found.get(keyOf(why)) };
}

export async function reasonIdOf(db: Queryable, why: Why): Promise<number> {
  const values = asStored(why);
  const select = 'select id from reason where code = $1 and message = $2';
  const found = await db.query<{ id: number }>(select, values);
  if (found.rows[0]) return found.rows[0].id;
  await db.query('insert into reason (code, message) values ($1, $2) on conflict do nothing', values);
  const made = await db.query<{ id: number }>(select, values);
  return made.rows[0]?.id ?? 0;
}

export function agentIdOf(db: Database, version: string): Promise<number> {
  const values = [cleanText(version).slice(0, 40)];
  return remembered(db, `agent ${values[0]}`, async () => {
    const select = 'select id from agent_version where version = $1';
    const found = await db.query<{ id: number }>(select, values);
    if (found.rows[0]) return found.rows[0].id;
    await db.query('insert into agent_version (version) values ($1) on conflict do nothing', values);
    const made = await db.query<{ id: number }>(select, values);
    return made.rows[0]?.id ?? 0;
  });
}

/** The first visits of a sweep say the same at once: one of them asks the database, and the others wait for its answer. */
function remembered(db: Database, key: string, find: () => Promise<number>): Promise<number> {
  const ids = known.get(db) ?? new Map<string, Promise<number>>();
  known.set(db, ids);
  const have = ids.get(key);
  if (have) return have;
  if (ids.size > MOST) ids.clear();
  const found = find();
  ids.set(key, found);
  // Who waits for it learns that it failed; the next one asks anew.
  found.catch(() => ids.get(key) === found && ids.delete(key));
  return found;
}
