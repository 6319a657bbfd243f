import type { Comparison } from '../compare/compareScopes.ts';
import type { Queryable } from '../store/database.ts';

/** Comparisons of late, so that the next page, the next filter and every part of an export see the same one. */
const recent = new WeakMap<
  Queryable,
  Map<string, { made: Promise<Comparison>; stamp: string; at: number }>
>();
const MOST = 4;
const KEPT_MS = 60_000;

export async function recentComparison(
  db: Queryable,
  key: string,
  make: () => Promise<Comparison>,
): Promise<Comparison> {
  const stamp = await stampOf(db);
  const known = recent.get(db) ?? new Map();
  recent.set(db, known);
  const have = known.get(key);
  if (have && have.stamp === stamp && Date.now() - have.at < KEPT_MS) return have.made;
  const made = make();
  known.delete(key);
  known.set(key, { made, stamp, at: Date.now() });
  for (const oldest of known.keys()) {
    if (known.size <= MOST) break;
    known.delete(oldest);
  }
  made.catch(() => known.delete(key));
  return made;
}

/** Another one after every sweep, and while one runs after every visit. */
async function stampOf(db: Queryable): Promise<string> {
  const found = await db.query<{ stamp: string }>(
    `select concat_ws(' ', (select max(id) from sweep), (select max(finished_at) from sweep),
       (select count(*) from visit join sweep on sweep.id = visit.sweep_id where sweep.state = 'running'),
       (select refreshed_at from compare_state)) as stamp`,
  );
  return found.rows[0]?.stamp ?? '';
}
