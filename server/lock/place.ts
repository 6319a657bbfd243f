import { BadScope, parseScope, type ResolvedScope, resolveScope } from '../compare/scope.ts';
import type { Queryable } from '../store/database.ts';

/** The cluster that a lock is of, or is looked for at, by `site/cluster`. */
export async function lockPlace(db: Queryable, place: string): Promise<ResolvedScope> {
  const scope = parseScope(place);
  if (scope.cluster === '' || scope.nodes.length > 0 || scope.at !== null)
    throw new BadScope(`"${place.slice(0, 100)}" is no cluster: a lock is of site/cluster, as it is now`);
  return resolveScope(db, scope);
}
