import type { Queryable } from '../store/database.ts';
import { type AllChanges, allChanges } from './list.ts';
import type { Window } from './window.ts';

/** The pages of one list and its counts are asked for one after the other; they shall agree, and be worked out once. */
const KEPT_MS = 60_000;
const MOST_KEPT = 4;

const recent = new WeakMap<Queryable, Map<string, { at: number; answer: Promise<AllChanges> }>>();

export function recentChanges(db: Queryable, scope: string, window: Window): Promise<AllChanges> {
  const key = `${window.since.toISOString()} ${window.until.toISOString()} ${scope}`;
  const kept = recent.get(db) ?? new Map<string, { at: number; answer: Promise<AllChanges> }>();
  recent.set(db, kept);
  const have = kept.get(key);
  if (have && Date.now() - have.at < KEPT_MS) return have.answer;
  const answer = allChanges(db, scope, window);
  kept.delete(key);
  kept.set(key, { at: Date.now(), answer });
  answer.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return answer;
}
