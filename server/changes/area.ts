import { BadScope, parseScope, resolveScope } from '../compare/scope.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersOut } from '../store/numbersIn.ts';
import { refuseForgotten } from '../store/prune/kept.ts';
import type { Window } from './window.ts';

/** The clusters and nodes that are looked at. */
export interface Area {
  clusters: Map<number, AreaCluster>;
  /** null: all nodes of the clusters. */
  nodeIds: number[] | null;
}

export interface AreaCluster {
  id: number;
  site: string;
  cluster: string;
  /** When it, or its site, was taken out of service. */
  retiredAt: Date | null;
}

/** Looks a scope up: '' is everything that was in service at the beginning, or came since. */
export async function areaOf(db: Queryable, scope: string, { since }: Window): Promise<Area> {
  const wanted = scope.trim() === '' ? null : parseScope(scope);
  if (wanted?.at) throw new BadScope('changes are told between two dates, not at one');
  await refuseForgotten(db, since);
  const resolved = wanted && (await resolveScope(db, { ...wanted, at: since }));
  const found = await db.query<AreaCluster>(
    `select cluster.id, site.name as site, cluster.name as cluster,
       least(cluster.retired_at, site.retired_at) as "retiredAt"
     from cluster join site on site.id = cluster.site_id
     where ($1::int[] is null or cluster.id = any($1))
       and (least(cluster.retired_at, site.retired_at) is null or least(cluster.retired_at, site.retired_at) > $2)
     order by site.name collate "C", cluster.name collate "C"`,
    [resolved?.clusterIds ?? null, since],
  );
  const clusters = new Map(found.rows.map((row) => [row.id, row]));
  return { clusters, nodeIds: resolved?.nodeIds ?? null };
}

/** Names of nodes as they were at a time, by id. */
export async function nodeNames(db: Queryable, ids: number[], at: Date): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const found = await db.query<{ id: number; name: string }>(sql('node-names'), [numbersOut(ids), at]);
  return new Map(found.rows.map(({ id, name }) => [id, name]));
}
