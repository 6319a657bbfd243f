import { type Coverage, coverageOf } from '../compare/gaps.ts';
import type { Queryable } from '../store/database.ts';

interface Held {
  key: string;
  until: number;
  coverage: Promise<Map<number, Coverage>>;
}

const held = new WeakMap<Queryable, Held>();
/** What was read changes by sweeps, which take longer; to ask every node's visits costs more than all the rest of a check. */
const MILLISECONDS = 15_000;

/** What was read of clusters, as of now or of some seconds ago. */
export function coverageNow(
  db: Queryable,
  clusterIds: number[],
  staleDays: number,
): Promise<Map<number, Coverage>> {
  const key = `${staleDays} ${clusterIds.join()}`;
  const known = held.get(db);
  if (known?.key === key && known.until > Date.now()) return known.coverage;
  const coverage = coverageOf(db, { clusterIds, nodeIds: null, at: new Date(), staleDays });
  held.set(db, { key, until: Date.now() + MILLISECONDS, coverage });
  // A failure is not kept for anybody else.
  coverage.catch(() => held.delete(db));
  return coverage;
}
