import type { Ordering } from '../orderings.ts';

/** Tools whose own documentation declares Semantic Versioning. */
export const declaredOrderings: Readonly<Record<string, Ordering>> = {
  nodejs: 'semver',
  npm: 'semver',
  julia: 'semver',
  rust: 'semver',
  kubernetes: 'semver',
  helm: 'semver',
  terraform: 'semver',
};
