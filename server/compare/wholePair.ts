import type { Queryable } from '../store/database.ts';
import { type Comparison, compareSides } from './compareScopes.ts';
import { type Coverage, coverageOf, together } from './gaps.ts';
import { offeredNow } from './offered.ts';
import { parseScope, type ResolvedScope, resolveScope } from './scope.ts';
import type { SideOf } from './sides.ts';

/** A site or a cluster with all of its nodes, as it is now. */
export interface WholeSide {
  text: string;
  siteId: number;
  /** It is all of its site. */
  isSite: boolean;
  clusterIds: number[];
  coverage: Coverage;
}

/** Two of them that share no cluster: what masks know of. */
export type WholePair = readonly [a: WholeSide, b: WholeSide];

/**
 * Two scopes as such a pair; null where they are none, and for two clusters: their masks are so wide that comparing everything costs no more
 * than reading them. Throws for a scope that is not there.
 */
export async function wholePair(
  db: Queryable,
  [a, b]: readonly [string, string],
  { staleDays, now = new Date() }: { staleDays: number; now?: Date },
): Promise<WholePair | null> {
  const [one, other] = [await resolveScope(db, parseScope(a)), await resolveScope(db, parseScope(b))];
  if (!isWhole(one) || !isWhole(other) || (one.cluster !== '' && other.cluster !== '')) return null;
  if (one.clusterIds.some((id) => other.clusterIds.includes(id))) return null;
  const clusterIds = [...one.clusterIds, ...other.clusterIds];
  const parts = await coverageOf(db, { clusterIds, nodeIds: null, at: now, staleDays });
  const side = ({ text, siteId, cluster, clusterIds: own }: ResolvedScope): WholeSide => ({
    text,
    siteId,
    isSite: cluster === '',
    clusterIds: own,
    coverage: together(own.flatMap((id) => parts.get(id) ?? [])),
  });
  return [side(one), side(other)];
}

const isWhole = ({ at, nodeIds, clusterIds }: ResolvedScope) =>
  at === null && nodeIds === null && clusterIds.length > 0;

/** The comparison of some of their tools alone. */
export async function compareTools(db: Queryable, [a, b]: WholePair, tools: number[]): Promise<Comparison> {
  const side = async ({ text, clusterIds, coverage }: WholeSide): Promise<SideOf> => ({
    ...(await offeredNow(db, clusterIds, tools)),
    text,
    at: null,
    coverage,
    gaps: coverage.facets,
    where: { clusterIds, nodeIds: null },
  });
  const [own, other] = await Promise.all([side(a), side(b)]);
  return compareSides(db, own, other);
}
