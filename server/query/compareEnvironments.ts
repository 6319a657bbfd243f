import { compareEnvironments } from '../compare/environments.ts';
import { isInventoryScope } from '../compare/heldInventories.ts';
import { BadScope } from '../compare/scope.ts';
import type { CompareSettings } from '../config.ts';
import type { ComparedEnvironment } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';

/** The conda environments of a, each with the one of b that has the same packages. */
export async function listEnvironments(
  db: Queryable,
  scopes: { a: string; b: string },
  settings: CompareSettings,
): Promise<ComparedEnvironment[]> {
  if (isInventoryScope(scopes.a) || isInventoryScope(scopes.b))
    throw new BadScope('an inventory lists packages, and not which environment they are in');
  const found = await compareEnvironments(db, scopes, settings);
  return found.map(({ environment, match, there }) => ({
    place: environment.place,
    places: environment.places,
    packages: environment.packages.length,
    document: environment.document,
    match,
    therePlace: there?.place ?? '',
    thereDocument: there?.document ?? '',
  }));
}
