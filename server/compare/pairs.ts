import type { Provider } from '../facets/facet.ts';
import { providerOf } from '../store/providers.ts';
import { CATEGORIES } from './category.ts';
import { TIERS, WIDTH } from './classes.ts';
import { relevantFacets } from './gapFacets.ts';
import { MaskCounter } from './maskCounter.ts';
import { MATCHES } from './match.ts';
import { LEVELS, ToolGroups } from './toolGroups.ts';

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
const [OTHER, MISSING, UNKNOWN] = [5, 6, 7];

/** A tool that is offered by chance somewhere has to be looked for there as well: four cases of what a gap hides. */
const CHANCES: Provider[][] = [[], ['venv'], ['system'], ['venv', 'system']];
const RELEVANT = CHANCES.map(relevantFacets);

/** Counts, for every pair (a, b), how exactly b has what a has: one count per version of each tool of a. */
export class PairCounter {
  private readonly size: number;
  private readonly words: number;
  private readonly bitOfId: Int32Array;
  private readonly gaps: number[];
  /** Of each a, category and tier, and of each level better than "other version": who has it so. */
  private readonly better: MaskCounter;
  /** Of each a, category, tier and chance: who has the tool at all. */
  private readonly has: MaskCounter;
  /** Of the same: all versions of a. */
  private readonly all: Float64Array;
  /** Of the tool at hand: versions at each side by tier. */
  private readonly rows: Int32Array;
  private readonly reach: Uint32Array;
  private readonly tiers: Int8Array;
  /** Of the version at hand, and of one entry of it: made once, since there are half a million versions. */
  private readonly present: Uint32Array;
  private readonly own: Uint32Array;

  constructor(sides: readonly Side[]) {
    this.size = sides.length;
    this.words = Math.max(1, Math.ceil(this.size / 32));
    this.better = new MaskCounter(this.size * C * T * LEVELS, this.words);
    this.has = new MaskCounter(this.size * C * T * CHANCES.length, this.words);
    this.all = new Float64Array(this.size * C * T * CHANCES.length);
    this.rows = new Int32Array(this.size * T);
    this.reach = new Uint32Array(this.size * LEVELS * this.words);
    this.tiers = new Int8Array(this.size);
    this.present = new Uint32Array(this.words);
    this.own = new Uint32Array(LEVELS * this.words);
    this.gaps = sides.map((side) => side.gaps);
    this.bitOfId = new Int32Array(Math.max(0, ...sides.map(({ id }) => id)) + 1).fill(-1);
    for (const [at, { id }] of sides.entries()) this.bitOfId[id] = at;
  }

  add({ category, classes, masks: stored }: ToolMasks): void {
    const masks = this.translated(stored, classes.length / WIDTH);
    const groups = new ToolGroups(classes, masks, this.words);
    for (const version of groups.versions) {
      this.reached(groups, version, classes, masks);
      this.countVersion(category);
    }
    this.countTool(masks, category, chanceOf(classes));
  }

  /** Masks by our own order of sides; those of others are left out. */
  private translated(stored: Uint8Array, count: number): Uint32Array {
    const { words, bitOfId } = this;
    const masks = new Uint32Array(count * words);
    const width = count === 0 ? 0 : stored.length / count;
    for (let entry = 0, at = 0; entry < count; entry += 1) {
      for (let byte = 0; byte < width; byte += 1, at += 1) {
        for (let rest = stored[at] ?? 0; rest !== 0; rest &= rest - 1) {
          const bit = bitOfId[byte * 8 + lowest(rest)] ?? -1;
          if (bit < 0) continue;
          const word = entry * words + (bit >> 5);
          masks[word] = (masks[word] ?? 0) | (1 << (bit & 31));
        }
      }
    }
    return masks;
  }

  /** Of one version: which sides have it, as a mask, with tier and reach of each. */
  private reached(groups: ToolGroups, version: number, classes: Uint32Array, masks: Uint32Array): void {
    const { words, reach, tiers, present, own } = this;
    present.fill(0);
    for (let entry = groups.last[version] ?? -1; entry >= 0; entry = groups.before[entry] ?? -1) {
      groups.reach(entry, own);
      const tier = (classes[entry * WIDTH + 7] ?? 0) & 0xff;
      for (let word = 0; word < words; word += 1) {
        const mask = masks[entry * words + word] ?? 0;
        const before = present[word] ?? 0;
        for (let rest = mask; rest !== 0; rest &= rest - 1) {
          const bit = lowest(rest);
          const a = word * 32 + bit;
          const from = a * LEVELS * words;
          if ((before & (1 << bit)) === 0) {
            tiers[a] = tier;
            for (let at = 0; at < own.length; at += 1) reach[from + at] = own[at] ?? 0;
            continue;
          }
          if (tier < (tiers[a] ?? 0)) tiers[a] = tier;
          for (let at = 0; at < own.length; at += 1)
            reach[from + at] = (reach[from + at] ?? 0) | (own[at] ?? 0);
        }
        present[word] = before | mask;
      }
    }
  }

  private countVersion(category: number): void {
    const { words, reach, better, rows, tiers, present } = this;
    for (let at = 0; at < words; at += 1) {
      for (let rest = present[at] ?? 0; rest !== 0; rest &= rest - 1) {
        const a = at * 32 + lowest(rest);
        const tier = tiers[a] ?? 0;
        rows[a * T + tier] = (rows[a * T + tier] ?? 0) + 1;
        const cell = ((a * C + category) * T + tier) * LEVELS;
        for (let word = 0; word < words; word += 1) {
          let done = 0;
          for (let level = 0; level < LEVELS; level += 1) {
            const fresh = (reach[(a * LEVELS + level) * words + word] ?? 0) & ~done;
            if (fresh === 0) continue;
            better.add(cell + level, word, fresh);
            done |= fresh;
          }
        }
      }
    }
  }

  /** Who has the tool at all, as often as a has versions of it. */
  private countTool(masks: Uint32Array, category: number, chance: number): void {
    const { words, has, all, rows } = this;
    const here = new Uint32Array(words);
    for (let at = 0; at < masks.length; at += 1)
      here[at % words] = (here[at % words] ?? 0) | (masks[at] ?? 0);
    for (let at = 0; at < words; at += 1) {
      for (let rest = here[at] ?? 0; rest !== 0; rest &= rest - 1) {
        const a = at * 32 + lowest(rest);
        for (let tier = 0; tier < T; tier += 1) {
          const versions = rows[a * T + tier] ?? 0;
          if (versions === 0) continue;
          rows[a * T + tier] = 0;
          const cell = ((a * C + category) * T + tier) * CHANCES.length + chance;
          all[cell] = (all[cell] ?? 0) + versions;
          for (let word = 0; word < words; word += 1) has.addTimes(cell, word, here[word] ?? 0, versions);
        }
      }
    }
  }

  /** The counts of one pair, by position: per match, per tier and match, per category and match. */
  counts(a: number, b: number): { matches: number[]; tiers: number[]; categories: number[] } {
    const counted = {
      matches: new Array<number>(M).fill(0),
      tiers: new Array<number>(T * M).fill(0),
      categories: new Array<number>(C * M).fill(0),
    };
    for (let category = 0; category < C; category += 1) {
      for (let tier = 0; tier < T; tier += 1) {
        for (const [match, count] of this.cell(a, b, category, tier).entries()) {
          counted.matches[match] = (counted.matches[match] ?? 0) + count;
          counted.tiers[tier * M + match] = (counted.tiers[tier * M + match] ?? 0) + count;
          counted.categories[category * M + match] = (counted.categories[category * M + match] ?? 0) + count;
        }
      }
    }
    return counted;
  }

  /** What is there in no better version is there in another one; what is not there is missing, or unknown where not all was read. */
  private cell(a: number, b: number, category: number, tier: number): number[] {
    const { better, has, all, gaps } = this;
    const counts = new Array<number>(M).fill(0);
    const place = (a * C + category) * T + tier;
    for (let chance = 0; chance < CHANCES.length; chance += 1) {
      const cell = place * CHANCES.length + chance;
      const versions = all[cell] ?? 0;
      if (versions === 0) continue;
      const there = has.count(cell, b);
      const none = ((gaps[b] ?? 0) & (RELEVANT[chance] ?? 0)) === 0 ? MISSING : UNKNOWN;
      counts[OTHER] = (counts[OTHER] ?? 0) + there;
      counts[none] = (counts[none] ?? 0) + versions - there;
    }
    if ((counts[OTHER] ?? 0) === 0) return counts;
    for (let level = 0; level < LEVELS; level += 1) {
      const count = better.count(place * LEVELS + level, b);
      counts[level] = count;
      counts[OTHER] = (counts[OTHER] ?? 0) - count;
    }
    return counts;
  }
}

/** Position of the lowest bit that is set. */
const lowest = (bits: number) => 31 - Math.clz32(bits & -bits);

function chanceOf(classes: Uint32Array): number {
  let chance = 0;
  for (let at = WIDTH - 1; at < classes.length; at += WIDTH) {
    const provider = providerOf((classes[at] ?? 0) >> 16);
    if (provider === 'venv') chance |= 1;
    if (provider === 'system') chance |= 2;
  }
  return chance;
}
