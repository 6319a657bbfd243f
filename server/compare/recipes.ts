import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import type { Offered } from './offered.ts';

interface Recipe {
  name: string;
  version: string;
  variant: string;
  build: string;
  mark: string;
}

/** Which easyconfig each module of EasyBuild was built from, by what tells the module. */
export type Recipes = ReadonlyMap<string, string>;

const EASYBUILD = facetNames.indexOf('easybuild');
const keyOf = (...parts: string[]) => parts.join('\0');

export async function recipesOf(db: Queryable, clusterIds: number[], at: Date | null): Promise<Recipes> {
  const found = await db.query<Recipe & Record<string, unknown>>(sql('compare-recipes'), [
    clusterIds,
    at,
    EASYBUILD,
  ]);
  return new Map(
    found.rows.map(({ name, version, variant, build, mark }) => [keyOf(name, version, variant, build), mark]),
  );
}

/** A module says its easyconfig, as the rollup has it of whole clusters (server/sql/rollup-items.sql). */
export function withRecipe(one: Offered, recipes: Recipes): Offered {
  const { tool, label, version, variant, build, provider, marks = [] } = one;
  if (provider !== 'module' || build === '') return one;
  const recipe =
    recipes.get(keyOf(tool, version, variant, build)) ??
    recipes.get(keyOf(label.toLowerCase(), version, variant, build));
  return recipe === undefined ? one : { ...one, marks: [...marks, recipe] };
}
