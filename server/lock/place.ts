import { BadScope, parseScope, type ResolvedScope, resolveScope } from '../compare/scope.ts';
import type { Queryable } from '../store/database.ts';

/** A cluster as it is now, by `site/cluster`: what a lock, a bill of materials or a list of modules is of. */
export async function lockPlace(db: Queryable, place: string): Promise<ResolvedScope> {
  const scope = parseScope(place);
  if (scope.cluster === '' || scope.nodes.length > 0 || scope.at !== null)
    throw new BadScope(`"${place.slice(0, 100)}" is no cluster: site/cluster is wanted, as it is now`);
  return resolveScope(db, scope);
}
