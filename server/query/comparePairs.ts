import { windowOf } from '../changes/window.ts';
import { CATEGORIES } from '../compare/category.ts';
import { TIERS } from '../compare/classes.ts';
import { namedCounts, noCounts } from '../compare/counts.ts';
import type { Gap } from '../compare/gaps.ts';
import { MATCHES } from '../compare/match.ts';
import { BadScope } from '../compare/scope.ts';
import { scoreOf, type Weights } from '../compare/score.ts';
import type { Tier } from '../routes/schemas/common.ts';
import type { Category, Pairs } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import { timeOrNull } from './rows.ts';

export interface PairFilter {
  of: 'sites' | 'clusters';
  /** Only what is of this site, on both sides; '' for all. */
  site: string;
  tier: Tier | '';
  category: Category | '';
  /** As it was counted at that time, as a person writes one; '' for now. */
  at?: string;
}

interface PairOfIds {
  a: number;
  b: number;
  counts: number[] | null;
}

interface Side {
  id: number;
  name: string;
  gaps: Gap[] | null;
}

/** How exactly every two of them match, as it was counted after the sweeps. A pair that was not counted yet is unknown. */
export async function listPairs(db: Queryable, filter: PairFilter, weights: Weights): Promise<Pairs> {
  const { of, tier, category, at = '' } = filter;
  const sides = await sidesOf(db, filter);
  const ids = sides.map(({ id }) => id);
  const table = of === 'sites' ? 'site_pair' : 'cluster_pair';
  const M = MATCHES.length;
  const slice = (column: string, at: number) => `${column}[${at * M + 1}:${(at + 1) * M}]`;
  const counts =
    tier !== ''
      ? slice('tiers', TIERS.indexOf(tier))
      : category !== ''
        ? slice('categories', CATEGORIES.indexOf(category))
        : 'matches';
  const found =
    at !== ''
      ? await pastOf(db, filter, ids)
      : await db.query<PairOfIds & Record<string, unknown>>(
          `select a_id as a, b_id as b, ${counts} as counts from ${table} where a_id = any($1) and b_id = any($1)`,
          [ids],
        );
  const state = await db.query<{ at: Date | null }>(
    `select nullif(refreshed_at, 'epoch') as at from compare_state where id = 1`,
  );
  const countsOf = new Map(found.rows.map((row) => [`${row.a} ${row.b}`, row.counts ?? noCounts()]));
  const items = sides.flatMap((a) =>
    sides.flatMap((b) => {
      if (a.id === b.id) return [];
      const own = countsOf.get(`${a.id} ${b.id}`) ?? noCounts();
      return [{ a: a.name, b: b.name, score: scoreOf(own, weights), ...namedCounts(own) }];
    }),
  );
  return {
    items,
    total: items.length,
    next: null,
    refreshedAt: timeOrNull(state.rows[0]?.at ?? null),
    weights,
    sides: sides.map(({ name, gaps }) => ({
      name,
      gaps: [...new Set((gaps ?? []).map(({ facet }) => facet))].sort(),
    })),
  };
}

/** What was counted last before a time. Of the past only whole counts are kept, and of clusters those of one site. */
function pastOf(db: Queryable, { of, site, tier, category, at = '' }: PairFilter, ids: number[]) {
  if (tier !== '' || category !== '')
    throw new BadScope('of the past only counts of all tools are kept, not those of a tier or a category');
  if (of === 'clusters' && site === '')
    throw new BadScope(
      'of the past counts of two clusters are kept where they are of one site, which has to be named',
    );
  return db.query<PairOfIds & Record<string, unknown>>(
    `select distinct on (a_id, b_id) a_id as a, b_id as b, matches as counts from pair_past
     where clusters = $1 and a_id = any($2) and b_id = any($2) and since <= $3 order by a_id, b_id, since desc`,
    [of === 'clusters', ids, windowOf('', at).until],
  );
}

async function sidesOf(db: Queryable, { of, site }: PairFilter): Promise<Side[]> {
  const found = await db.query<Side & Record<string, unknown>>(
    of === 'sites'
      ? `select site.id, site.name, (
           select jsonb_agg(gap) from cluster
           join cluster_gap on cluster_gap.cluster_id = cluster.id
           cross join jsonb_array_elements(cluster_gap.gaps) as gap
           where cluster.site_id = site.id and cluster.retired_at is null) as gaps
         from site where site.retired_at is null and ($1 = '' or site.name = $1) order by site.name collate "C"`
      : `select cluster.id, site.name || '/' || cluster.name as name, cluster_gap.gaps
         from cluster
         join site on site.id = cluster.site_id and site.retired_at is null
         left join cluster_gap on cluster_gap.cluster_id = cluster.id
         where cluster.retired_at is null and ($1 = '' or site.name = $1)
         order by site.name collate "C", cluster.name collate "C"`,
    [site],
  );
  return found.rows;
}
