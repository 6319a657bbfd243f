import { compareEnvironments, type MatchedEnvironment } from '../compare/environments.ts';
import { isInventoryScope } from '../compare/heldInventories.ts';
import { BadScope } from '../compare/scope.ts';
import type { CompareSettings } from '../config.ts';
import type { ComparedEnvironment, Match } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';

export interface EnvironmentFilter {
  a: string;
  b: string;
  /** '' for any. */
  match: Match | '';
  /** A package that they have; '' for any. */
  tool: string;
}

/** The conda environments of a, each with the one of b that has the same packages. */
export async function listEnvironments(
  db: Queryable,
  filter: EnvironmentFilter,
  settings: CompareSettings,
): Promise<ComparedEnvironment[]> {
  if (isInventoryScope(filter.a) || isInventoryScope(filter.b))
    throw new BadScope('an inventory lists packages, and not which environment they are in');
  const found = await compareEnvironments(db, filter, settings);
  const tool = filter.tool.trim().toLowerCase();
  const fits = ({ environment, match }: MatchedEnvironment) =>
    (filter.match === '' || match === filter.match) &&
    (tool === '' || environment.packages.some((one) => one.tool === tool));
  return found.filter(fits).map(({ environment, match, there }) => ({
    place: environment.place,
    places: environment.places,
    packages: environment.packages.length,
    document: environment.document,
    match,
    therePlace: there?.place ?? '',
    thereDocument: there?.document ?? '',
  }));
}
