import { providerOf } from '../store/providers.ts';
import { TIERS, WIDTH } from './classes.ts';
import { relevantFacets } from './gapFacets.ts';
import { MATCHES } from './match.ts';
import { LEVELS, ToolGroups } from './toolGroups.ts';

/** Versions of one tool that one side has in one tier, and that the other has equally exactly. */
export interface VersionCount {
  /** Place in TIERS and in MATCHES. */
  tier: number;
  match: number;
  versions: number;
}

export interface OneToolBothWays {
  there: VersionCount[];
  back: VersionCount[];
  /** Offerings of each side. */
  offerings: readonly [a: number, b: number];
}

/** A side as masks know it: ids of its clusters, or of itself where the masks are of sites. */
export interface MaskSide {
  ids: number[];
  /** Facets that were not read to the end, as bits. */
  gaps: number;
}

/** What is looked at of each entry: a bit of the masks, and whose it is. */
interface Look {
  byte: number;
  bit: number;
  side: number;
}

/** An entry that some of the two sides have: bit 0 for the one, bit 1 for the other. */
interface Kept {
  entry: number;
  whose: number;
}

const OTHER = MATCHES.indexOf('other-version');
const NONE = { missing: MATCHES.indexOf('missing'), unknown: MATCHES.indexOf('unknown') };
const BOTH = [0, 1] as const;

/** How exactly two sides have the versions of each other, tool by tool, by what the masks say of them. */
export class TwoSides {
  private readonly looks: Look[];
  /** Of the version and of the entry at hand. */
  private readonly reach = new Uint32Array(LEVELS);
  private readonly own = new Uint32Array(LEVELS);

  constructor(private readonly sides: readonly [MaskSide, MaskSide]) {
    this.looks = sides.flatMap(({ ids }, side) =>
      ids.map((id) => ({ byte: id >> 3, bit: 1 << (id & 7), side: 1 << side })),
    );
  }

  /**
   * Of one tool; null where neither side has it. Masks are of all entries, equally many bytes each, and so are ids of offerings where some
   * have several entries, which stand side by side.
   */
  of(classes: Uint32Array, masks: Uint8Array, offerings: number[] | null = null): OneToolBothWays | null {
    const kept = this.kept(masks, classes.length / WIDTH);
    if (kept.length === 0) return null;
    const whose = Uint32Array.from(kept, ({ whose: sides }) => sides);
    const own = new Uint32Array(kept.length * WIDTH);
    for (const [at, { entry }] of kept.entries())
      own.set(classes.subarray(entry * WIDTH, (entry + 1) * WIDTH), at * WIDTH);
    const groups = new ToolGroups(own, whose, 1);
    const all = whose.reduce((bits, one) => bits | one, 0);
    const relevant = relevantFacets(providersIn(classes));
    const counts = [new Map<number, number>(), new Map<number, number>()] as const;
    for (const version of groups.versions) {
      for (const side of BOTH) {
        const tier = this.reached(groups, version, own, whose, side);
        if (tier === null) continue;
        const key = tier * MATCHES.length + this.match(side, all, relevant);
        counts[side].set(key, (counts[side].get(key) ?? 0) + 1);
      }
    }
    const offered = (side: number) => countOfferings(kept, 1 << side, offerings);
    return { there: listed(counts[0]), back: listed(counts[1]), offerings: [offered(0), offered(1)] };
  }

  private kept(masks: Uint8Array, entries: number): Kept[] {
    const width = entries === 0 ? 0 : masks.length / entries;
    const kept: Kept[] = [];
    for (let entry = 0; entry < entries; entry += 1) {
      let whose = 0;
      for (const { byte, bit, side } of this.looks)
        if (byte < width && ((masks[entry * width + byte] ?? 0) & bit) !== 0) whose |= side;
      if (whose !== 0) kept.push({ entry, whose });
    }
    return kept;
  }

  /** The tier in which a side has a version, null where it does not; whom its offerings reach is then in `reach`. */
  private reached(
    groups: ToolGroups,
    version: number,
    classes: Uint32Array,
    whose: Uint32Array,
    side: 0 | 1,
  ): number | null {
    const { reach, own } = this;
    let best: number | null = null;
    reach.fill(0);
    for (let entry = groups.last[version] ?? -1; entry >= 0; entry = groups.before[entry] ?? -1) {
      if (((whose[entry] ?? 0) & (1 << side)) === 0) continue;
      const tier = (classes[(entry + 1) * WIDTH - 1] ?? 0) & 0xff;
      best = Math.min(best ?? TIERS.length, tier);
      groups.reach(entry, own);
      for (let level = 0; level < LEVELS; level += 1) reach[level] = (reach[level] ?? 0) | (own[level] ?? 0);
    }
    return best;
  }

  private match(side: 0 | 1, all: number, relevant: number): number {
    const other = side === 0 ? 1 : 0;
    const bit = 1 << other;
    if ((all & bit) === 0) return (this.sides[other].gaps & relevant) === 0 ? NONE.missing : NONE.unknown;
    const level = this.reach.findIndex((reached) => (reached & bit) !== 0);
    return level < 0 ? OTHER : level;
  }
}

function countOfferings(kept: Kept[], side: number, offerings: number[] | null): number {
  let count = 0;
  let last = -1;
  for (const { entry, whose } of kept) {
    if ((whose & side) === 0) continue;
    const offering = offerings === null ? entry : (offerings[entry] ?? 0);
    if (offering !== last) count += 1;
    last = offering;
  }
  return count;
}

/** In which forms anybody has the tool: a tool that is there by chance somewhere has to be looked for so. */
function* providersIn(classes: Uint32Array) {
  let last = -1;
  for (let at = WIDTH - 1; at < classes.length; at += WIDTH) {
    const number = (classes[at] ?? 0) >> 16;
    if (number !== last) yield providerOf(number);
    last = number;
  }
}

const listed = (counts: Map<number, number>): VersionCount[] =>
  [...counts].map(([key, versions]) => ({
    tier: Math.floor(key / MATCHES.length),
    match: key % MATCHES.length,
    versions,
  }));
