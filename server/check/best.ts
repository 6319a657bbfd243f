import { tierOf } from '../store/providers.ts';
import type { Candidate } from './candidates.ts';
import type { WhoHas } from './whoHas.ts';

/** Of each cluster, the best that it has for each requirement, as places in the requirement's list of candidates. */
export class BestThere {
  private readonly ranks: Int32Array;
  private readonly travel: Int32Array;

  constructor(
    private readonly who: WhoHas,
    private readonly candidates: readonly Candidate[][],
    travellers: readonly number[][],
  ) {
    const cells = who.clusters.length * candidates.length;
    this.ranks = new Int32Array(cells).fill(-1);
    this.travel = new Int32Array(cells).fill(-1);
    for (const [at, list] of candidates.entries()) {
      this.fill(this.ranks, at, list.keys());
      this.fill(this.travel, at, travellers[at] ?? []);
    }
  }

  /** -1 for none. */
  rank(cluster: number, requirement: number): number {
    return this.ranks[this.cell(cluster, requirement)] ?? -1;
  }

  /** The same of what travels: an image, or a package of conda. */
  travels(cluster: number, requirement: number): number {
    return this.travel[this.cell(cluster, requirement)] ?? -1;
  }

  private cell(cluster: number, requirement: number): number {
    const place = this.who.places.get(cluster);
    return place === undefined ? -1 : place * this.candidates.length + requirement;
  }

  /** Each cluster takes the first in the order that it has; when all have one, the others need no look. */
  private fill(best: Int32Array, requirement: number, order: Iterable<number>): void {
    const { words, clusters } = this.who;
    const open = new Uint32Array(words).fill(0xffff_ffff);
    let left = clusters.length;
    for (const rank of order) {
      if (left === 0) return;
      const candidate = this.candidates[requirement]?.[rank];
      const masks = candidate?.file ? this.who.maskOf(candidate.file.cluster) : this.who.masks;
      const from = candidate?.file ? 0 : this.who.maskAt(candidate?.offering ?? 0);
      if (from < 0) continue;
      for (let word = 0; word < words; word += 1) {
        const fresh = (masks[from + word] ?? 0) & (open[word] ?? 0);
        if (fresh === 0) continue;
        open[word] = (open[word] ?? 0) & ~fresh;
        for (let rest = fresh; rest !== 0; rest &= rest - 1) {
          const place = word * 32 + (31 - Math.clz32(rest & -rest));
          best[place * this.candidates.length + requirement] = rank;
          left -= 1;
        }
      }
    }
  }
}

/** Places in a list of candidates of what fits and travels, what travels best first. */
export function travellersOf(list: readonly Candidate[]): number[] {
  const byTier = new Map<string, number[]>();
  for (const [rank, { fits, provider }] of list.entries()) {
    const tier = tierOf(provider);
    if (!fits || tier >= '3') continue;
    const own = byTier.get(tier);
    if (own) own.push(rank);
    else byTier.set(tier, [rank]);
  }
  return [...byTier].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, ranks]) => ranks);
}
