import { compareConda } from './orderings/conda.ts';
import { compareDebian } from './orderings/debian.ts';
import { compareGeneral } from './orderings/general.ts';
import { compareLmod } from './orderings/lmod.ts';
import { compareRpm } from './orderings/rpm.ts';
import { compareSemver } from './orderings/semver.ts';
import type { Ordering } from './orderings.ts';

export type { Ordering } from './orderings.ts';
export { sortKey } from './sort-key.ts';

/** The orders themselves; sortKey gives a text with the same order. */
export const orderings: Readonly<Record<Ordering, (a: string, b: string) => number>> = {
  general: compareGeneral,
  conda: compareConda,
  debian: compareDebian,
  rpm: compareRpm,
  lmod: compareLmod,
  semver: compareSemver,
};

/** -1, 0 or 1. Every text has a place in every ordering; none throws. */
export function compareVersions(a: string, b: string, ordering: Ordering = 'general'): number {
  return Math.sign(orderings[ordering](a, b));
}
