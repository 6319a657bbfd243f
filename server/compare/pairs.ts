import { providerOf } from '../store/providers.ts';
import { CATEGORIES } from './category.ts';
import { TIERS, WIDTH } from './classes.ts';
import { relevantFacets } from './gapFacets.ts';
import { MATCHES } from './match.ts';

/** A tool as it is stored: of each of its entries the classes, and the sites (or clusters) that have it, a bit each. */
export interface ToolMasks {
  category: number;
  classes: Uint32Array;
  /** Equally many bytes for each entry; bit 0 of the first byte stands for id 0. */
  masks: Uint8Array;
}

/** What is compared with each other: ids, and of each the facets that were not read to the end. */
export interface Side {
  id: number;
  gaps: number;
}

const [M, T, C] = [MATCHES.length, TIERS.length, CATEGORIES.length];
const IDENTICAL = 0;
const SAME_BUILD = 1;
const SAME_RECIPE = 2;
const SAME_VERSION = 3;
const NEAR = 4;
const LEVELS = 5;
const [OTHER, MISSING, UNKNOWN] = [5, 6, 7];

/** Counts, for every pair (a, b), how exactly b has what a has: one count per version of each tool of a. */
export class PairCounter {
  /** By a, b, category, tier and match. */
  private readonly cube: Int32Array;
  private readonly size: number;
  private readonly words: number;
  private readonly bitOfId: Int32Array;
  private readonly gaps: Int32Array;
  /** Of the tool at hand: versions at each side by tier, and how many of them a better match than "other version" was found for. */
  private readonly rows: Int32Array;
  private readonly better: Int32Array;

  constructor(sides: readonly Side[]) {
    this.size = sides.length;
    this.words = Math.max(1, Math.ceil(this.size / 32));
    this.cube = new Int32Array(this.size * this.size * C * T * M);
    this.rows = new Int32Array(this.size * T);
    this.better = new Int32Array(this.size * this.size * T);
    this.gaps = Int32Array.from(sides, (side) => side.gaps);
    this.bitOfId = new Int32Array(Math.max(0, ...sides.map(({ id }) => id)) + 1).fill(-1);
    for (const [at, { id }] of sides.entries()) this.bitOfId[id] = at;
  }

  add({ category, classes, masks: stored }: ToolMasks): void {
    const { words, size } = this;
    const count = classes.length / WIDTH;
    const masks = this.translated(stored, count);
    const groups = groupsOf(classes, masks, count, words);
    const all = new Uint32Array(words);
    for (let at = 0; at < masks.length; at += 1) all[at % words] = (all[at % words] ?? 0) | (masks[at] ?? 0);
    const here = bits(all);
    const reach = new Uint32Array(size * LEVELS * words);
    const tiers = new Int8Array(size);
    for (const entries of groups.versions.values()) {
      const present = this.reached(entries, classes, masks, groups, reach, tiers);
      this.countVersion(present, reach, tiers, category);
      for (const a of present) reach.fill(0, a * LEVELS * words, (a + 1) * LEVELS * words);
    }
    this.countRest(here, all, category, relevance(classes, count));
  }

  /** Masks by our own order of sides; those of others are left out. */
  private translated(stored: Uint8Array, count: number): Uint32Array {
    const { words, bitOfId } = this;
    const masks = new Uint32Array(count * words);
    const width = count === 0 ? 0 : stored.length / count;
    for (let at = 0; at < stored.length; at += 1) {
      let byte = stored[at] ?? 0;
      if (byte === 0) continue;
      const entry = Math.floor(at / width);
      const base = (at % width) * 8;
      for (; byte !== 0; byte &= byte - 1) {
        const bit = bitOfId[base + 31 - Math.clz32(byte & -byte)] ?? -1;
        if (bit < 0) continue;
        const word = entry * words + (bit >> 5);
        masks[word] = (masks[word] ?? 0) | (1 << (bit & 31));
      }
    }
    return masks;
  }

  /** Of one version: which sides have it, and for each of them which others it reaches at what level. */
  private reached(
    entries: number[],
    classes: Uint32Array,
    masks: Uint32Array,
    groups: Groups,
    reach: Uint32Array,
    tiers: Int8Array,
  ): number[] {
    const { words } = this;
    const present = new Set<number>();
    const own = new Uint32Array(LEVELS * words);
    for (const entry of entries) {
      reachOf(entry, classes, groups, own, words);
      const tier = (classes[entry * WIDTH + 7] ?? 0) & 0xff;
      for (let word = 0; word < words; word += 1) {
        for (let mask = masks[entry * words + word] ?? 0; mask !== 0; mask &= mask - 1) {
          const a = word * 32 + 31 - Math.clz32(mask & -mask);
          if (!present.has(a)) {
            present.add(a);
            tiers[a] = tier;
          } else if (tier < (tiers[a] ?? 0)) tiers[a] = tier;
          const from = a * LEVELS * words;
          for (let at = 0; at < own.length; at += 1)
            reach[from + at] = (reach[from + at] ?? 0) | (own[at] ?? 0);
        }
      }
    }
    return [...present];
  }

  private countVersion(present: number[], reach: Uint32Array, tiers: Int8Array, category: number): void {
    const { words, size, cube, better, rows } = this;
    for (const a of present) {
      const tier = tiers[a] ?? 0;
      rows[a * T + tier] = (rows[a * T + tier] ?? 0) + 1;
      for (let word = 0; word < words; word += 1) {
        let done = 0;
        for (let level = 0; level < LEVELS; level += 1) {
          const mask = reach[(a * LEVELS + level) * words + word] ?? 0;
          for (let fresh = mask & ~done; fresh !== 0; fresh &= fresh - 1) {
            const b = word * 32 + 31 - Math.clz32(fresh & -fresh);
            const pair = a * size + b;
            const cell = ((pair * C + category) * T + tier) * M + level;
            cube[cell] = (cube[cell] ?? 0) + 1;
            better[pair * T + tier] = (better[pair * T + tier] ?? 0) + 1;
          }
          done |= mask;
        }
      }
    }
  }

  /** What no better match was found for: another version where the tool is, else missing, or unknown where not all was read. */
  private countRest(here: number[], all: Uint32Array, category: number, relevant: number): void {
    const { size, cube, better, rows, gaps } = this;
    for (const a of here) {
      for (let b = 0; b < size; b += 1) {
        const has = ((all[b >> 5] ?? 0) & (1 << (b & 31))) !== 0;
        const match = has ? OTHER : ((gaps[b] ?? 0) & relevant) !== 0 ? UNKNOWN : MISSING;
        const pair = a * size + b;
        for (let tier = 0; tier < T; tier += 1) {
          const cell = ((pair * C + category) * T + tier) * M + match;
          cube[cell] = (cube[cell] ?? 0) + (rows[a * T + tier] ?? 0) - (better[pair * T + tier] ?? 0);
        }
        if (has) better.fill(0, pair * T, (pair + 1) * T);
      }
      rows.fill(0, a * T, (a + 1) * T);
    }
  }

  /** The counts of one pair, by position: per match, per tier and match, per category and match. */
  counts(a: number, b: number): { matches: number[]; tiers: number[]; categories: number[] } {
    const matches = new Array<number>(M).fill(0);
    const tiers = new Array<number>(T * M).fill(0);
    const categories = new Array<number>(C * M).fill(0);
    const from = (a * this.size + b) * C * T * M;
    for (let cell = 0; cell < C * T * M; cell += 1) {
      const count = this.cube[from + cell] ?? 0;
      if (count === 0) continue;
      const match = cell % M;
      const tier = Math.floor(cell / M) % T;
      const category = Math.floor(cell / (M * T));
      matches[match] = (matches[match] ?? 0) + count;
      tiers[tier * M + match] = (tiers[tier * M + match] ?? 0) + count;
      categories[category * M + match] = (categories[category * M + match] ?? 0) + count;
    }
    return { matches, tiers, categories };
  }
}

/** Entries by what they are equal in, each group with the union of its masks. */
interface Groups {
  versions: Map<number, number[]>;
  labels: Map<number, Uint32Array>;
  releases: Map<number, Uint32Array>;
  bytes: Map<number, Uint32Array>;
  /** By build or recipe, and the kinds of digests that are known: those of one kind may contradict each other. */
  builds: Map<number, { kinds: number; mask: Uint32Array }[]>;
}

function groupsOf(classes: Uint32Array, masks: Uint32Array, count: number, words: number): Groups {
  const groups: Groups = {
    versions: new Map(),
    labels: new Map(),
    releases: new Map(),
    bytes: new Map(),
    builds: new Map(),
  };
  const into = (mask: Uint32Array, entry: number) => {
    for (let at = 0; at < words; at += 1) mask[at] = (mask[at] ?? 0) | (masks[entry * words + at] ?? 0);
  };
  const unite = (group: Map<number, Uint32Array>, key: number, entry: number) => {
    let mask = group.get(key);
    if (mask === undefined) {
      mask = new Uint32Array(words);
      group.set(key, mask);
    }
    into(mask, entry);
  };
  const uniteBuilds = (build: number, kinds: number, entry: number) => {
    let same = groups.builds.get(build);
    if (same === undefined) {
      same = [];
      groups.builds.set(build, same);
    }
    let one = same.find((other) => other.kinds === kinds);
    if (one === undefined) {
      one = { kinds, mask: new Uint32Array(words) };
      same.push(one);
    }
    into(one.mask, entry);
  };
  for (let entry = 0; entry < count; entry += 1) {
    const at = entry * WIDTH;
    const version = classes[at] ?? 0;
    const same = groups.versions.get(version);
    if (same) same.push(entry);
    else groups.versions.set(version, [entry]);
    if (version !== 0) {
      unite(groups.labels, classes[at + 1] ?? 0, entry);
      unite(groups.releases, classes[at + 2] ?? 0, entry);
    }
    for (const field of [5, 6]) {
      const bytes = classes[at + field] ?? 0;
      if (bytes !== 0) unite(groups.bytes, bytes, entry);
    }
    const kinds = ((classes[at + 7] ?? 0) >> 8) & 0xff;
    for (const field of [3, 4]) {
      const build = classes[at + field] ?? 0;
      if (build !== 0) uniteBuilds(build, kinds, entry);
    }
  }
  return groups;
}

/** Which sides one entry reaches at each level, as LEVELS times `words` numbers. */
function reachOf(entry: number, classes: Uint32Array, groups: Groups, own: Uint32Array, words: number): void {
  own.fill(0);
  const at = entry * WIDTH;
  const kinds = ((classes[at + 7] ?? 0) >> 8) & 0xff;
  const add = (level: number, mask: Uint32Array | undefined) => {
    if (mask === undefined) return;
    for (let word = 0; word < words; word += 1)
      own[level * words + word] = (own[level * words + word] ?? 0) | (mask[word] ?? 0);
  };
  for (const field of [5, 6]) {
    const bytes = classes[at + field] ?? 0;
    if (bytes !== 0) add(IDENTICAL, groups.bytes.get(bytes));
  }
  for (const [field, level] of [
    [3, SAME_BUILD],
    [4, SAME_RECIPE],
  ] as const) {
    const build = classes[at + field] ?? 0;
    if (build === 0) continue;
    // Digests of one kind that are equal are identical; others of that kind are other bytes.
    for (const other of groups.builds.get(build) ?? [])
      if ((other.kinds & kinds) === 0) add(level, other.mask);
  }
  if ((classes[at] ?? 0) === 0) return;
  add(SAME_VERSION, groups.labels.get(classes[at + 1] ?? 0));
  add(NEAR, groups.releases.get(classes[at + 2] ?? 0));
}

function bits(mask: Uint32Array): number[] {
  const found: number[] = [];
  for (const [word, value] of mask.entries())
    for (let rest = value; rest !== 0; rest &= rest - 1)
      found.push(word * 32 + 31 - Math.clz32(rest & -rest));
  return found;
}

function relevance(classes: Uint32Array, count: number): number {
  const providers = new Set<number>();
  for (let entry = 0; entry < count; entry += 1) providers.add((classes[entry * WIDTH + 7] ?? 0) >> 16);
  return relevantFacets([...providers].map(providerOf));
}
