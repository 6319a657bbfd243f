import type { Queryable } from '../store/database.ts';

const MOST = 4;
const KEPT_MS = 60_000;

interface Kept<Made> {
  made: Promise<Made>;
  stamp: string;
  at: number;
}

/** Comparisons of late, so that the next page, the next filter and every part of an export see the same one. */
export class RecentComparisons<Made> {
  private readonly recent = new WeakMap<Queryable, Map<string, Kept<Made>>>();

  async of(db: Queryable, key: string, make: () => Promise<Made>): Promise<Made> {
    const stamp = await stampOf(db);
    const known = this.recent.get(db) ?? new Map<string, Kept<Made>>();
    this.recent.set(db, known);
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
