import { condaKey, generalKey } from './general-key.ts';
import { parseCondaVersion } from './orderings/conda.ts';
import { lmodKey } from './orderings/lmod.ts';
import type { Ordering } from './orderings.ts';
import { debianKey, rpmKey, semverKey } from './package-keys.ts';

const keys: Readonly<Record<Ordering, (version: string) => string>> = {
  general: generalKey,
  conda: (version) => condaKey(parseCondaVersion(version)),
  debian: debianKey,
  rpm: rpmKey,
  lmod: lmodKey,
  semver: semverKey,
};

/** A text whose byte order is the order of versions. Keys of different orderings have nothing to do with each other. */
export function sortKey(version: string, ordering: Ordering = 'general'): string {
  return keys[ordering](version);
}
