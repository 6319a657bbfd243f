import type { Provider } from '../facets/facet.ts';
import { type FacetName, facetNames } from '../facets/names.ts';

/** Where any tool may be. */
const EVERYWHERE: FacetName[] = ['images', 'modules', 'conda', 'spack', 'cvmfs'];

/** Where a tool is looked for only when it is known to be offered so somewhere: it is there by chance. */
const BY_CHANCE: Partial<Record<Provider, FacetName[]>> = {
  venv: ['venvs'],
  system: ['packages', 'runtimes'],
};

export const bitOf = (facet: FacetName): number => 1 << facetNames.indexOf(facet);
const bitsOf = (facets: FacetName[]) => facets.reduce((bits, facet) => bits | bitOf(facet), 0);

/** Every facet that offers tools. */
export const offeringFacets: FacetName[] = [...EVERYWHERE, ...Object.values(BY_CHANCE).flat()];

/**
 * The facets that must have been read to say that a tool is missing, as bits: of a tool that some providers are known to
 * offer, at whatever site.
 */
export function relevantFacets(providers: Iterable<Provider>): number {
  let bits = bitsOf(EVERYWHERE);
  for (const provider of providers) bits |= bitsOf(BY_CHANCE[provider] ?? []);
  return bits;
}
