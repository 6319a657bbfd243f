import type { Queryable } from '../store/database.ts';
import { compareOneWay, type Row, type Summary, summaryOf } from './compare.ts';
import { parseScope, type ResolvedScope, resolveScope } from './scope.ts';
import { knownTools, type SideOf, sideOf } from './sides.ts';

/** One direction: what of one side the other one has. */
export interface Direction {
  rows: Row[];
  summary: Summary;
}

export interface Comparison {
  a: SideOf;
  b: SideOf;
  /** The tools of A, each with its best match in B. */
  there: Direction;
  /** The tools of B, each with its best match in A. */
  back: Direction;
}

/** Either side may be a scope or an inventory that somebody brings. */
export type Wanted = string | SideOf;

export interface CompareOptions {
  staleDays: number;
  now?: Date;
}

export async function compareScopes(
  db: Queryable,
  wanted: { a: Wanted; b: Wanted },
  { staleDays, now = new Date() }: CompareOptions,
): Promise<Comparison> {
  const scopes = [await scopeOf(db, wanted.a), await scopeOf(db, wanted.b)] as const;
  const [one, other] = scopes;
  const sameClusters =
    'clusterIds' in one &&
    'clusterIds' in other &&
    one.clusterIds.some((id) => other.clusterIds.includes(id));
  const side = (scope: ResolvedScope | SideOf) =>
    'clusterIds' in scope ? sideOf(db, scope, { staleDays, sameClusters, now }) : scope;
  const [a, b] = await Promise.all([side(one), side(other)]);
  return compareSides(db, a, b);
}

/** Two sides whose offerings are there. */
export async function compareSides(db: Queryable, a: SideOf, b: SideOf): Promise<Comparison> {
  const known = await knownTools(
    db,
    new Set([a, b].flatMap(({ offered }) => offered.map(({ tool }) => tool))),
  );
  const direction = (from: SideOf, to: SideOf): Direction => {
    const rows = compareOneWay(from, to, (tool) => known.get(tool));
    return { rows, summary: summaryOf(rows) };
  };
  return { a, b, there: direction(a, b), back: direction(b, a) };
}

async function scopeOf(db: Queryable, wanted: Wanted): Promise<ResolvedScope | SideOf> {
  return typeof wanted === 'string' ? resolveScope(db, parseScope(wanted)) : wanted;
}
