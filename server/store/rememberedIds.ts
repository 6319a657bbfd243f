import { cleanText } from './canonical.ts';
import type { Database, Queryable } from './database.ts';

/** Ids of reasons and of agents' versions by what they stand for. Both are few, and no row of them is ever removed. Bounded. */
const known = new WeakMap<Database, Map<string, number>>();
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
  const ids = rememberedOf(db);
  const keyOf = (why: Why) => `reason ${asStored(why).join('\0')}`;
  const found = new Map<string, number>();
  for (const why of all) {
    const key = keyOf(why);
    if (found.has(key)) continue;
    const id = ids.get(key) ?? (await reasonIdOf(db, why));
    ids.set(key, id);
    found.set(key, id);
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

export async function agentIdOf(db: Database, version: string): Promise<number> {
  const ids = rememberedOf(db);
  const values = [cleanText(version).slice(0, 40)];
  const key = `agent ${values[0]}`;
  const have = ids.get(key);
  if (have !== undefined) return have;
  const select = 'select id from agent_version where version = $1';
  let found = await db.query<{ id: number }>(select, values);
  if (!found.rows[0]) {
    await db.query('insert into agent_version (version) values ($1) on conflict do nothing', values);
    found = await db.query<{ id: number }>(select, values);
  }
  const id = found.rows[0]?.id ?? 0;
  ids.set(key, id);
  return id;
}

function rememberedOf(db: Database): Map<string, number> {
  const ids = known.get(db) ?? new Map<string, number>();
  known.set(db, ids);
  if (ids.size > MOST) ids.clear();
  return ids;
}
