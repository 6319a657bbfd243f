import type { MatchCounts } from '../routes/schemas/compare.ts';
import { MATCHES } from './match.ts';
import { type Counts, countOf, totalOf } from './score.ts';

/** Counts under the names of their matches. */
export function namedCounts(counts: Counts): MatchCounts {
  return {
    total: totalOf(counts),
    identical: countOf(counts, 'identical'),
    'same-build': countOf(counts, 'same-build'),
    'same-recipe': countOf(counts, 'same-recipe'),
    'same-version': countOf(counts, 'same-version'),
    'near-version': countOf(counts, 'near-version'),
    'other-version': countOf(counts, 'other-version'),
    missing: countOf(counts, 'missing'),
    unknown: countOf(counts, 'unknown'),
  };
}

export const noCounts = (): number[] => new Array<number>(MATCHES.length).fill(0);
