import type { Provider } from '../facets/facet.ts';
import { tierOf } from '../store/providers.ts';
import { buildOf, digestKinds, recipeOf, release } from './label.ts';

/** How exactly two offerings of one tool match, best first. The last two are said of a tool, never of two offerings. */
export const MATCHES = [
  'identical',
  'same-build',
  'same-recipe',
  'same-version',
  'near-version',
  'other-version',
  'missing',
  'unknown',
] as const;
export type Match = (typeof MATCHES)[number];

/** One offering, with what else is known of where it was seen. Text fields are '' when not known. */
export interface Comparable {
  tool: string;
  version: string;
  variant: string;
  build: string;
  provider: Provider;
  /** `<kind>:<hex>`, see OfferingDraft. */
  digest: string;
  /**
   * What its places say besides, each `<kind>:<value>`: further digests (`sif:<hex>`), `recipe:<sha256 of the easyconfig>`,
   * `channel:conda-forge`, `subdir:linux-64`, and `place:...`, which stands for one root (server/compare/places.ts).
   */
  marks?: readonly string[];
}

/**
 * Of two offerings of one tool; that they are of one tool is the caller's to know. It is symmetric. The design's table of
 * matches decides, from the best row down.
 */
export function matchOf(a: Comparable, b: Comparable): Match {
  if (isIdentical(a, b)) return 'identical';
  const sameLabel = a.version === b.version && a.variant === b.variant;
  if (sameLabel && a.version !== '') {
    if (isSameBuild(a, b)) return 'same-build';
    if (isSameRecipe(a, b)) return 'same-recipe';
    return 'same-version';
  }
  if (a.version === '' || b.version === '') return 'other-version';
  return release(a.version) === release(b.version) ? 'near-version' : 'other-version';
}

/** Equal digests of one kind, or the same row of the same root. */
function isIdentical(a: Comparable, b: Comparable): boolean {
  if (shares(a, b, digestKinds)) return true;
  return isSameRow(a, b) && shares(a, b, ['place']);
}

function isSameRow(a: Comparable, b: Comparable): boolean {
  return (
    a.version === b.version &&
    a.variant === b.variant &&
    a.build === b.build &&
    a.provider === b.provider &&
    a.digest === b.digest
  );
}

function isSameBuild(a: Comparable, b: Comparable): boolean {
  const build = buildOf(a);
  if (differs(a, b, [...digestKinds, 'channel', 'subdir'])) return false;
  if (build !== '') return build === buildOf(b);
  // A build without a hash tells a package only within its channel.
  const conda = a.provider === 'conda' && b.provider === 'conda';
  return (
    conda && a.build !== '' && a.build === b.build && shares(a, b, ['channel']) && shares(a, b, ['subdir'])
  );
}

function isSameRecipe(a: Comparable, b: Comparable): boolean {
  const recipe = recipeOf(a);
  return recipe !== '' && recipe === recipeOf(b) && !differs(a, b, [...digestKinds, 'recipe']);
}

/** Equal names whose digests of one kind differ: other bytes under the same label. */
export function isOtherBytes(a: Comparable, b: Comparable): boolean {
  const sameLabel = a.version === b.version && a.variant === b.variant && a.build === b.build;
  return sameLabel && !isIdentical(a, b) && differs(a, b, digestKinds);
}

export interface Best {
  match: Match;
  offered: Comparable;
}

/** The best of what is offered of the same tool; of equals the one that travels best. Null when the tool is not among it. */
export function bestMatch<Offered extends Comparable>(
  wanted: Comparable,
  offered: readonly Offered[],
): { match: Match; offered: Offered } | null {
  let best: { match: Match; offered: Offered } | null = null;
  for (const one of offered) {
    if (one.tool !== wanted.tool) continue;
    const match = matchOf(wanted, one);
    if (best === null || isBetter({ match, offered: one }, best)) best = { match, offered: one };
  }
  return best;
}

function isBetter(a: Best, b: Best): boolean {
  const levels = MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match);
  if (levels !== 0) return levels < 0;
  return tierOf(a.offered.provider) < tierOf(b.offered.provider);
}

/** Values of one kind of mark. */
function valuesOf(one: Comparable, kind: string): string[] {
  const all = one.digest === '' ? (one.marks ?? []) : [one.digest, ...(one.marks ?? [])];
  return all.filter((mark) => mark.startsWith(`${kind}:`));
}

/** What most offerings say, and all that they do: a digest, or nothing. Millions of pairs are looked at. */
const isPlain = ({ marks }: Comparable) => marks === undefined || marks.length === 0;
const kindOf = (digest: string) => digest.slice(0, Math.max(0, digest.indexOf(':')));

function shares(a: Comparable, b: Comparable, kinds: readonly string[]): boolean {
  if (isPlain(a) && isPlain(b)) return a.digest === b.digest && kinds.includes(kindOf(a.digest));
  return kinds.some((kind) => {
    const known = valuesOf(b, kind);
    return known.length > 0 && valuesOf(a, kind).some((value) => known.includes(value));
  });
}

/** Both say it, and nothing that they say is the same. */
function differs(a: Comparable, b: Comparable, kinds: readonly string[]): boolean {
  if (isPlain(a) && isPlain(b)) {
    const kind = kindOf(a.digest);
    return a.digest !== b.digest && kind === kindOf(b.digest) && kinds.includes(kind);
  }
  return kinds.some((kind) => {
    const [one, other] = [valuesOf(a, kind), valuesOf(b, kind)];
    return one.length > 0 && other.length > 0 && !one.some((value) => other.includes(value));
  });
}
