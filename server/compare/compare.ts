import type { Provider } from '../facets/facet.ts';
import type { TierName } from '../store/providers.ts';
import { Others } from './bestPair.ts';
import { CATEGORIES, type Category, categoryOf } from './category.ts';
import { TIERS } from './classes.ts';
import { relevantFacets } from './gapFacets.ts';
import { MATCHES, type Match } from './match.ts';
import { type Offered, type OfferedThere, tierIn } from './offered.ts';
import { SamePlace } from './samePlace.ts';

/** One side of a comparison. */
export interface Compared extends OfferedThere {
  /** Facets that were not read to the end, as bits. */
  gaps: number;
}

/** A tool of A in one version, and its best match in B. */
export interface Row {
  tool: string;
  label: string;
  version: string;
  /** The best under which A offers it. */
  tier: TierName;
  category: Category;
  match: Match;
  /** The two offerings that the match is between; b is null where B does not have the tool. */
  a: Offered;
  b: Offered | null;
  /** Some offering of B has the same label and other bytes. */
  otherBytes: boolean;
  /** Facets that must have been read to say that it is missing, as bits. */
  relevant: number;
}

/** What is known of a tool anywhere: it decides where it has to be looked for, and what it is. Of providers those count that offer by chance. */
export interface KnownTool {
  providers: Iterable<Provider>;
  category: Category | null;
}

/** Every tool of A with its best match in B, one row per version. Pure. */
export function compareOneWay(
  a: Compared,
  b: Compared,
  known: (tool: string) => KnownTool | undefined,
): Row[] {
  const ofB = byTool(b.offered);
  const places = new SamePlace(a, b);
  return [...byTool(a.offered)].flatMap(([tool, own]) => {
    const there = ofB.get(tool) ?? [];
    const others = new Others(there, places);
    const told = known(tool);
    const category = told?.category ?? categoryOf(tool, [...own, ...there]);
    const providers = [...(told?.providers ?? []), ...own.map(({ provider }) => provider)];
    const relevant = relevantFacets(providers);
    const none: Match = (b.gaps & relevant) === 0 ? 'missing' : 'unknown';
    return [...byVersion(own)].map(([version, offered]): Row => {
      const best = others.bestFor(offered);
      const first = offered.reduce((one, other) => (tierIn(other) < tierIn(one) ? other : one));
      return {
        tool,
        label: first.label,
        version,
        tier: tierIn(first),
        category,
        match: best?.match ?? none,
        a: best?.a ?? first,
        b: best?.b ?? null,
        relevant,
        otherBytes: others.hasOtherBytes(offered),
      };
    });
  });
}

function byTool(offered: Offered[]): Map<string, Offered[]> {
  return grouped(offered, ({ tool }) => tool);
}

function byVersion(offered: Offered[]): Map<string, Offered[]> {
  return grouped(offered, ({ version }) => version);
}

function grouped(offered: Offered[], keyOf: (one: Offered) => string): Map<string, Offered[]> {
  const groups = new Map<string, Offered[]>();
  for (const one of offered) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

export interface Summary {
  matches: number[];
  tiers: { tier: TierName; matches: number[] }[];
  categories: { category: Category; matches: number[] }[];
}

/** The counts of rows: as many as there are rows. */
export function summaryOf(rows: readonly Row[]): Summary {
  const none = () => new Array<number>(MATCHES.length).fill(0);
  const matches = none();
  const tiers = new Map(TIERS.map((tier) => [tier, none()]));
  const categories = new Map(CATEGORIES.map((category) => [category, none()]));
  for (const { match, tier, category } of rows) {
    const at = MATCHES.indexOf(match);
    for (const counts of [matches, tiers.get(tier), categories.get(category)])
      if (counts) counts[at] = (counts[at] ?? 0) + 1;
  }
  return {
    matches,
    tiers: [...tiers].map(([tier, counts]) => ({ tier, matches: counts })),
    categories: [...categories].map(([category, counts]) => ({ category, matches: counts })),
  };
}
