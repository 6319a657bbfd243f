import type { Cluster } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { BY_CHANCE, providerOf, tierOf } from '../store/providers.ts';

/** Tools by the best tier under which they are there. */
export type TierCounts = Cluster['tiers'];

export interface TiersOf {
  all: TierCounts;
  /** By name, in its order. */
  sites: [name: string, tiers: TierCounts][];
}

/** The same numbers as lists of tools have that are narrowed to a best tier. */
export async function tiersOf(
  db: Queryable,
  { site, cluster }: { site: string; cluster: string },
): Promise<TiersOf> {
  const found = await db.query<{ site: string | null; provider: number; tools: number }>(sql('tiers'), [
    site,
    cluster,
    BY_CHANCE,
  ]);
  const all = none();
  const sites = new Map<string, TierCounts>();
  for (const row of found.rows) {
    const counts = row.site === null ? all : (sites.get(row.site) ?? none());
    if (row.site !== null) sites.set(row.site, counts);
    counts[tierOf(providerOf(row.provider))] += row.tools;
  }
  return { all, sites: [...sites].sort(([a], [b]) => (a < b ? -1 : Number(a > b))) };
}

const none = (): TierCounts => ({ '1a': 0, '1b': 0, '2': 0, '3': 0, '4': 0 });
