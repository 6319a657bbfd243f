import { z } from 'zod';
import type { Database, Queryable } from './database.ts';

/** One root that somebody of a sweep reads for all that see it. */
const Claim = z.object({
  facet: z.number(),
  /** The node that was chosen; null after it could not read it. */
  by: z.number().nullable(),
  done: z.boolean(),
  /** Some of those that see it, to be chosen next. */
  others: z.array(z.number()),
  /** Who was chosen before. */
  tried: z.array(z.number()),
});
export type Claim = z.infer<typeof Claim>;

/** By key (server/collect/election.ts). */
export type Claims = Record<string, Claim>;

const Stored = z.record(z.string(), Claim);

/** So many nodes are remembered of those that could read a root instead; one after the other is tried. */
export const MOST_OTHERS = 3;

export async function claimsOf(db: Queryable, sweepId: number): Promise<Claims> {
  const found = await db.query<{ claims: unknown }>('select claims from sweep where id = $1', [sweepId]);
  return Stored.parse(found.rows[0]?.claims ?? {});
}

/** Changes a sweep's claims under the lock of its row, since several workers may share it. Those of one that has ended stay gone. */
export function changeClaims<T>(db: Database, sweepId: number, change: (claims: Claims) => T): Promise<T> {
  return db.transaction(async (tx) => {
    const found = await tx.query<{ claims: unknown }>(
      `select claims from sweep where id = $1 and state = 'running' for update`,
      [sweepId],
    );
    const claims = Stored.parse(found.rows[0]?.claims ?? {});
    const result = change(claims);
    if (found.rows.length > 0)
      await tx.query('update sweep set claims = $2 where id = $1', [sweepId, JSON.stringify(claims)]);
    return result;
  });
}

/**
 * The node chosen to read some roots; true when it is this one. Of roots that are read together, each has to be taken
 * by another node for this one to be spared.
 */
export function claim(claims: Claims, keys: string[], facet: number, nodeId: number): boolean {
  const isFree = (key: string) => {
    const one = claims[key];
    if (!one || one.done) return !one;
    // A node that asks again is visited again: whoever visited it first has died.
    return one.by === nodeId || (one.by === null && !one.tried.includes(nodeId));
  };
  if (!keys.some(isFree)) {
    for (const key of keys) {
      const one = claims[key];
      if (!one || one.others.length >= MOST_OTHERS || one.others.includes(nodeId)) continue;
      if (one.by !== nodeId && !one.tried.includes(nodeId)) one.others.push(nodeId);
    }
    return false;
  }
  for (const key of keys) {
    const one = claims[key];
    if (!one) claims[key] = { facet, by: nodeId, done: false, others: [], tried: [] };
    else if (isFree(key)) one.by = nodeId;
  }
  return true;
}

/** What became of what a node was chosen for. */
export function settleClaims(claims: Claims, nodeId: number, read: Set<string>): void {
  for (const [key, one] of Object.entries(claims)) {
    if (one.done || one.by !== nodeId) continue;
    if (read.has(key)) one.done = true;
    else {
      one.by = null;
      one.tried.push(nodeId);
      one.others = one.others.filter((other) => other !== nodeId);
    }
  }
}

/** Claims that nobody has fulfilled are given to the next node that saw the root. */
export function nextTries(claims: Claims): Claims {
  const left: Claims = {};
  for (const [key, one] of Object.entries(claims)) {
    if (one.done) continue;
    if (one.by !== null && !one.tried.includes(one.by)) one.tried.push(one.by);
    one.by = one.others.find((other) => !one.tried.includes(other)) ?? null;
    if (one.by !== null) left[key] = one;
  }
  return left;
}

/** Remembers which node read which roots for all, and when. */
export async function rememberWalks(
  db: Queryable,
  sweepId: number,
  nodeId: number,
  at: Date,
  rootIds: number[],
): Promise<void> {
  if (rootIds.length === 0) return;
  const walks = Object.fromEntries(rootIds.map((id) => [id, { node: nodeId, at: at.toISOString() }]));
  await db.query('update sweep set walks = walks || $2 where id = $1', [sweepId, JSON.stringify(walks)]);
}
