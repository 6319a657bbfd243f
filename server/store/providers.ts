import type { Provider } from '../facets/facet.ts';

/** The number of a provider in the tables. Numbers are never given again; new ones go to the end. */
export const providers: readonly Provider[] = [
  'apptainer',
  'podman',
  'docker',
  'conda',
  'module',
  'spack',
  'venv',
  'system',
];

export function providerNumber(provider: Provider): number {
  return providers.indexOf(provider);
}

export function providerOf(number: number): Provider {
  return providers[number] ?? 'system';
}

export type TierName = '1a' | '1b' | '2' | '3' | '4';

/** How well each provider travels between sites; the design's table of tiers says why. */
const TIERS: Record<Provider, TierName> = {
  apptainer: '1a',
  podman: '1a',
  docker: '1b',
  conda: '2',
  module: '3',
  spack: '3',
  venv: '4',
  system: '4',
};

/** The providers of a tier. Their numbers stand in the order of tiers, so the least of some is the best. */
export function numbersOfTier(tier: TierName): number[] {
  return providers.flatMap((provider, number) => (TIERS[provider] === tier ? [number] : []));
}

/** What somebody can write to promises nothing, whatever offers it. */
export function tierOf(provider: Provider, writable = false): TierName {
  return writable ? '4' : TIERS[provider];
}

/** The number of a provider of the last tier, which stands in counts of tiers for what somebody can write to. */
export const BY_CHANCE = providerNumber('venv');

/** The number of the provider under whose tier a row of the rollup counts. */
export const countedAs = ({ provider, writable }: { provider: number; writable: boolean }): number =>
  writable ? Math.max(provider, BY_CHANCE) : provider;
