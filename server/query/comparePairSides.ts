import type { Gap } from '../compare/gaps.ts';
import type { Queryable } from '../store/database.ts';

/** A site or a cluster, as a pair has two of them. */
export interface PairSide {
  id: number;
  name: string;
  /** Facets that were not read to the end, by name. */
  gaps: string[];
  /** The same as bits; all of them where nobody looked yet. */
  facets: number;
}

interface Row extends Record<string, unknown> {
  id: number;
  name: string;
  gaps: Gap[] | null;
  facets: number | null;
}

/** Those in service, with what the last refresh knew of their gaps. */
export async function sidesNow(db: Queryable, of: 'sites' | 'clusters', site: string): Promise<PairSide[]> {
  const found = await db.query<Row>(
    of === 'sites'
      ? `select site.id, site.name, known.gaps, known.facets
         from site
         left join lateral (
           select jsonb_agg(gap) as gaps, bit_or(cluster_gap.facets) as facets from cluster
           join cluster_gap on cluster_gap.cluster_id = cluster.id
           left join jsonb_array_elements(cluster_gap.gaps) as gap on true
           where cluster.site_id = site.id and cluster.retired_at is null
         ) as known on true
         where site.retired_at is null and ($1 = '' or site.name = $1) order by site.name collate "C"`
      : `select cluster.id, site.name || '/' || cluster.name as name, cluster_gap.gaps, cluster_gap.facets
         from cluster
         join site on site.id = cluster.site_id and site.retired_at is null
         left join cluster_gap on cluster_gap.cluster_id = cluster.id
         where cluster.retired_at is null and ($1 = '' or site.name = $1)
         order by site.name collate "C", cluster.name collate "C"`,
    [site],
  );
  return found.rows.map(({ id, name, gaps, facets }) => ({
    id,
    name,
    gaps: namesOf((gaps ?? []).filter((gap) => gap !== null)),
    facets: facets ?? 0x7fffffff,
  }));
}

export const namesOf = (gaps: Gap[]): string[] => [...new Set(gaps.map(({ facet }) => facet))].sort();

/** A cluster that was there at a past time. */
export interface PastCluster {
  id: number;
  cluster: string;
  siteId: number;
  site: string;
}

/** Clusters that were in service then; one that came later was not. */
export async function clustersThen(db: Queryable, at: Date, site: string): Promise<PastCluster[]> {
  const found = await db.query<PastCluster & Record<string, unknown>>(
    `select cluster.id, cluster.name as cluster, site.id as "siteId", site.name as site
     from cluster
     join site on site.id = cluster.site_id and (site.retired_at is null or site.retired_at > $1)
     where (cluster.retired_at is null or cluster.retired_at > $1) and ($2 = '' or site.name = $2)
       and (cluster.created_at <= $1 or exists (select from sweep where sweep.cluster_id = cluster.id and sweep.started_at <= $1))
     order by site.name collate "C", cluster.name collate "C"`,
    [at, site],
  );
  return found.rows;
}
