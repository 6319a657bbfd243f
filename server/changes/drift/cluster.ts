import { resolveScope } from '../../compare/scope.ts';
import type { Queryable } from '../../store/database.ts';

/** The id of a cluster in service, by its names; says what is like a wrong one. */
export async function driftCluster(
  db: Queryable,
  { site, cluster }: { site: string; cluster: string },
): Promise<number> {
  const resolved = await resolveScope(db, { text: '', site, cluster, nodes: [], at: null });
  return resolved.clusterIds[0] ?? 0;
}
