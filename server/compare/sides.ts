import type { Provider } from '../facets/facet.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import { CATEGORIES } from './category.ts';
import type { Compared, KnownTool } from './compare.ts';
import { type Coverage, coverageOf, together } from './gaps.ts';
import { offeredNow, offeredThen } from './offered.ts';
import type { ResolvedScope } from './scope.ts';

/** A side of a comparison with what is told of it. */
export interface SideOf extends Compared {
  text: string;
  /** null: now. */
  at: Date | null;
  coverage: Coverage;
  /** Where its nodes are; null for an inventory that somebody brings. */
  where: { clusterIds: number[]; nodeIds: number[] | null } | null;
}

/**
 * What a scope offers, and how far it was read. Within one cluster the places count, since the same row of the same root is
 * identical; two clusters never share a root, and for whole ones the rollup answers.
 */
export async function sideOf(
  db: Queryable,
  scope: ResolvedScope,
  { staleDays, sameClusters, now }: { staleDays: number; sameClusters: boolean; now: Date },
): Promise<SideOf> {
  const { clusterIds, nodeIds, at, text } = scope;
  const whole = at === null && nodeIds === null && !sameClusters;
  const there = whole ? await offeredNow(db, clusterIds) : await offeredThen(db, scope);
  const parts = await coverageOf(db, { clusterIds, nodeIds, at: at ?? now, staleDays });
  const coverage = together([...parts.values()]);
  return { ...there, text, at, coverage, gaps: coverage.facets, where: { clusterIds, nodeIds } };
}

/** What is known of tools at all sites in service; of their forms, those that are there by chance. */
export async function knownTools(db: Queryable, tools: Iterable<string>): Promise<Map<string, KnownTool>> {
  const found = await db.query<{ name: string; providers: number[]; category: number | null }>(
    sql('compare-known'),
    [[...new Set(tools)]],
  );
  return new Map(
    found.rows.map(({ name, providers, category }) => [
      name,
      {
        providers: providers.map((number): Provider => providerOf(number)),
        category: category === null ? null : (CATEGORIES[category] ?? null),
      },
    ]),
  );
}
