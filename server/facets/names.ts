/** The facets, in the order in which an agent reads them: cheap and node-local ones first. */
export const facetNames = [
  'hardware',
  'os',
  'kernel',
  'gpus',
  'runtimes',
  'images',
  'modules',
  'conda',
  'scheduler',
  'fabric',
  'packages',
  'spack',
  'cvmfs',
  'venvs',
  'easybuild',
] as const;

export type FacetName = (typeof facetNames)[number];

export function isFacetName(name: string): name is FacetName {
  return (facetNames as readonly string[]).includes(name);
}
