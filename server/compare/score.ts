import { MATCHES, type Match } from './match.ts';

/** How much a match is worth; what is unknown is not counted at all. */
export type Weights = Record<Exclude<Match, 'unknown'>, number>;

export const DEFAULT_WEIGHTS: Weights = {
  identical: 1,
  'same-build': 0.95,
  'same-recipe': 0.8,
  'same-version': 0.6,
  'near-version': 0.3,
  'other-version': 0.1,
  missing: 0,
};

/** Reads `same-build=0.9,same-version=0.5`; what is not named is as by default. Null when it makes no sense. */
export function parseWeights(text: string): Weights | null {
  const weights = { ...DEFAULT_WEIGHTS };
  for (const word of text.split(',').filter((one) => one.trim() !== '')) {
    const [name = '', value = ''] = word.trim().split('=', 2);
    if (!isWeighed(name) || !/^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/.test(value)) return null;
    weights[name] = Number(value);
  }
  const values = MATCHES.flatMap((match) => (match === 'unknown' ? [] : [weights[match]]));
  return values.every((value, at) => at === 0 || value <= (values[at - 1] ?? 0)) ? weights : null;
}

function isWeighed(name: string): name is keyof Weights {
  return Object.hasOwn(DEFAULT_WEIGHTS, name);
}

/** One number per match, in the order of MATCHES. */
export type Counts = readonly number[];

export const countOf = (counts: Counts, match: Match): number => counts[MATCHES.indexOf(match)] ?? 0;
export const totalOf = (counts: Counts): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * The reproducibility score: the mean worth of the tools of A, one per version, whose match in B is known. Null where of none
 * it is. docs/reproducibility.md tells the formula, and a page that shows it shows its parts.
 */
export function scoreOf(counts: Counts, weights: Weights): number | null {
  const known = totalOf(counts) - countOf(counts, 'unknown');
  if (known === 0) return null;
  const worth = MATCHES.reduce(
    (sum, match) => (match === 'unknown' ? sum : sum + weights[match] * countOf(counts, match)),
    0,
  );
  return worth / known;
}
