import { readingDigest } from './difference.ts';
import type { KnownRoot, NodeState } from './nodeState.ts';
import type { StoredFacet, StoredRoot } from './storedReading.ts';

/** Roots whose items must be loaded before planning: read, known, and not the same as before. */
export function rootsThatDiffer(state: NodeState, facets: StoredFacet[]): number[] {
  const read = identitiesRead(facets);
  return facets
    .flatMap((facet) => facet.roots)
    .filter((reading) => reading.outcome === 'present')
    .flatMap((reading) => {
      const root = counterpart(state, reading, read);
      return root && !root.digest?.equals(readingDigest(reading)) ? [root.id] : [];
    });
}

/** It is there as what it is, read or left to another node. */
const isSeen = ({ outcome }: StoredRoot) => outcome === 'present' || outcome === 'elsewhere';

/** Identities of the roots that a visit read or left to another node, in hexadecimal. */
export function identitiesRead(facets: StoredFacet[]): Set<string> {
  const present = facets.flatMap((facet) => facet.roots).filter(isSeen);
  return new Set(present.map((root) => root.identity.toString('hex')));
}

/** The known root that a reading is to be compared with: the same one, else the one this node saw at that place. */
export function counterpart(state: NodeState, reading: StoredRoot, read: Set<string>): KnownRoot | undefined {
  return state.byIdentity.get(reading.identity.toString('hex')) ?? sameplace(state, reading, read);
}

/** The known root whose place a reading takes. One that the same visit read as itself is not replaced. */
export function sameplace(state: NodeState, reading: StoredRoot, read: Set<string>): KnownRoot | undefined {
  // What kind of place it was cannot be told of a place that is not there, nor of one that holds nothing.
  const anyKind = !isSeen(reading) || (reading.outcome === 'present' && reading.items.length === 0);
  const here = state.roots.filter(
    (root) =>
      root.facet === reading.facet && root.path === reading.path && (anyKind || root.kind === reading.kind),
  );
  const same = here.find((root) => root.identity.equals(reading.identity));
  return same ?? here.findLast((root) => !read.has(root.identity.toString('hex')));
}

/**
 * A root that is known under a former key keeps it as long as it shows the same, so that an agent that tells more
 * makes no new place of it. Once it shows something else, that is a change, and from then on it has its whole key.
 */
export function keepFormerKeys(state: NodeState, facets: StoredFacet[]): StoredFacet[] {
  const kept = (reading: StoredRoot): StoredRoot => {
    const { former } = reading;
    if (!former || !isSeen(reading)) return reading;
    const known = state.byIdentity.get(former.identity.toString('hex'));
    const isNew = state.byIdentity.get(reading.identity.toString('hex')) === undefined;
    const isSame = reading.outcome === 'elsewhere' || known?.digest?.equals(readingDigest(reading));
    return isNew && known && isSame ? { ...reading, ...former } : reading;
  };
  return facets.map((facet) => ({ ...facet, roots: facet.roots.map(kept) }));
}
