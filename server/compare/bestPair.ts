import { TIERS } from './classes.ts';
import { isDigest, release } from './label.ts';
import { isOtherBytes, MATCHES, type Match, matchOf } from './match.ts';
import { type Offered, tierIn } from './offered.ts';
import type { SamePlace } from './samePlace.ts';

export interface Pair {
  match: Match;
  a: Offered;
  b: Offered;
}

/** A pair among others: the less its rank the better. */
interface Ranked extends Pair {
  rank: number;
  /** Where B offers it. */
  at: number;
}

/** Of equals the one that A offers first, and of those the one that B does. */
function better(known: Ranked | null, other: Ranked | null): Ranked | null {
  if (known === null || other === null) return known ?? other;
  const before = other.rank - known.rank || (other.a === known.a ? other.at - known.at : 0);
  return before < 0 ? other : known;
}

const tierAt = (one: Offered) => TIERS.indexOf(tierIn(one));
const rankOf = (match: Match, a: Offered, b: Offered) =>
  MATCHES.indexOf(match) * TIERS.length ** 2 + tierAt(a) * TIERS.length + tierAt(b);
/** Ranks below these match better than so. */
const NEAR = MATCHES.indexOf('near-version') * TIERS.length ** 2;
const OTHER = MATCHES.indexOf('other-version') * TIERS.length ** 2;

/**
 * What B offers of one tool, put in order by what can make it match, so that an offering of A is held against few of them: a tool may
 * have a thousand offerings at each of two sites.
 */
export class Others {
  /** By digest, by place and by row: whatever is identical is equal in one of these. */
  private readonly byIdentity = new Map<string, number[]>();
  private readonly byVersion = new Map<string, number[]>();
  private readonly byRelease = new Map<string, number[]>();
  /** The first of those that travel best. */
  private readonly first: number;

  constructor(
    private readonly offered: readonly Offered[],
    private readonly places: SamePlace,
  ) {
    let first = 0;
    for (const [at, one] of offered.entries()) {
      for (const key of identitiesOf(one)) push(this.byIdentity, key, at);
      push(this.byVersion, one.version, at);
      if (one.version !== '') push(this.byRelease, release(one.version), at);
      const best = offered[first];
      if (best && tierAt(one) < tierAt(best)) first = at;
    }
    this.first = first;
  }

  /** Of equal matches that of the offerings that travel best; of those the first. Null where B does not have the tool. */
  bestFor(own: readonly Offered[]): Pair | null {
    if (this.offered.length === 0) return null;
    const best = own.reduce<Ranked | null>((known, a) => better(known, this.closest(a)), null);
    if (best !== null) return best;
    const b = this.offered[this.first];
    const [head] = own;
    if (!b || !head) return null;
    const a = own.reduce((known, one) => (tierAt(one) < tierAt(known) ? one : known), head);
    return { match: 'other-version', a, b };
  }

  /** Whether some offering of B has the label of one of these, and other bytes. */
  hasOtherBytes(own: readonly Offered[]): boolean {
    return own.some((one) =>
      (this.byVersion.get(one.version) ?? []).some((at) => {
        const b = this.offered[at];
        return b !== undefined && isOtherBytes(one, b);
      }),
    );
  }

  /** The best of those that match better than by name alone. */
  private closest(a: Offered): Ranked | null {
    const equal = identitiesOf(a).flatMap((key) => this.byIdentity.get(key) ?? []);
    if (a.version === '') return this.among(a, equal);
    const same = better(this.among(a, equal), this.among(a, this.byVersion.get(a.version) ?? []));
    // Nothing of another version is closer than a near one.
    if (same !== null && same.rank < NEAR) return same;
    return better(same, this.among(a, this.byRelease.get(release(a.version)) ?? []));
  }

  private among(a: Offered, candidates: readonly number[]): Ranked | null {
    let best: Ranked | null = null;
    for (const at of candidates) {
      const b = this.offered[at];
      if (!b) continue;
      const match = this.places.shared(a, b) ? 'identical' : matchOf(a, b);
      const rank = rankOf(match, a, b);
      if (rank < OTHER) best = better(best, { match, a, b, rank, at });
    }
    return best;
  }
}

function identitiesOf({ id, digest, marks = [] }: Offered): string[] {
  const said = [digest, ...marks].filter((mark) => isDigest(mark) || mark.startsWith('place:'));
  return id === 0 ? said : [...said, String(id)];
}

function push(groups: Map<string, number[]>, key: string, at: number): void {
  const group = groups.get(key);
  if (group) group.push(at);
  else groups.set(key, [at]);
}
