import { createHash } from 'node:crypto';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { readInventory } from './inventory.ts';
import type { SideOf } from './sides.ts';

/** How long an inventory that somebody sent can be compared. */
export const HELD_MS = 3_600_000;
/** The most that is held of all of them; the one that was asked for the longest ago goes first. */
const MOST_HELD = 64 * 2 ** 20;
/** The largest that is taken over HTTP: to read one keeps everybody waiting, 30 ms for each of its megabytes. */
export const MOST_SENT = 8 * 2 ** 20;

/** A scope that stands for an inventory: no site can be called so, since a node set follows a cluster. */
const SCOPE = /^inventory:([0-9a-f]{64})$/;

interface Held {
  name: string;
  text: string;
  until: number;
}

/**
 * Inventories that were sent, by their sha256, in this process alone: they are nobody's facts, so they never get into the
 * database. Whoever opens the address later, or at another process, is told to send it again.
 */
const held = new WeakMap<Queryable, Map<string, Held>>();

export interface HeldInventory {
  /** What stands for it where a scope is asked for. */
  scope: string;
  side: SideOf;
  until: Date;
}

/** Reads an inventory, and holds it for a while. Throws for what is none. */
export function holdInventory(
  db: Queryable,
  { name, text }: { name: string; text: string },
  now: number,
): HeldInventory {
  const side = readInventory(text, name);
  const known = held.get(db) ?? new Map<string, Held>();
  held.set(db, known);
  const hash = createHash('sha256').update(text).digest('hex');
  const until = now + HELD_MS;
  known.delete(hash);
  known.set(hash, { name, text, until });
  let size = 0;
  for (const [key, one] of [...known].reverse()) {
    size += one.text.length;
    if (one.until <= now || size > MOST_HELD) known.delete(key);
  }
  return { scope: `inventory:${hash}`, side, until: new Date(until) };
}

export const isInventoryScope = (text: string): boolean => SCOPE.test(text);

/** The inventory that a scope stands for. Throws when it is not held, or not any more. */
export function heldInventory(db: Queryable, scope: string, now: number): SideOf {
  const hash = SCOPE.exec(scope)?.[1] ?? '';
  const known = held.get(db);
  const one = known?.get(hash);
  if (!known || !one || one.until <= now)
    throw new GazetteerError(
      'not-found',
      `the inventory ${hash.slice(0, 12)} is not held here, or not any more`,
      'Send it again: a file that is compared is kept for an hour at most, and in no database',
    );
  known.delete(hash);
  known.set(hash, one);
  return readInventory(one.text, one.name);
}
