import type { PairRow } from '../../routes/schemas/compare.ts';
import { numberText } from '../valueText.ts';
import { difference } from './movement.ts';
import { number, share, text } from './table.ts';
import { counted, sentence } from './words.ts';

/** A pair at the end of the period, with its score at the beginning. */
export interface Moved extends PairRow {
  before: number | null;
  /** null where one of both is not known. */
  movement: number | null;
}

export function movedOf(before: PairRow[], after: PairRow[]): Moved[] {
  const scores = new Map(before.map(({ a, b, score }) => [JSON.stringify([a, b]), score]));
  return after.map((pair) => {
    const was = scores.get(JSON.stringify([pair.a, pair.b])) ?? null;
    return {
      ...pair,
      before: was,
      movement: was === null || pair.score === null ? null : difference(pair.score, was),
    };
  });
}

const size = ({ movement }: Moved) => Math.abs(movement ?? 0);
export const byMovement = (a: Moved, b: Moved) => size(b) - size(a);

export const MOVED = [
  text<Moved>('a', 'Tools of', (row) => row.a),
  text<Moved>('b', 'In', (row) => row.b),
  share<Moved>('before', 'Score at the beginning', (row) => row.before),
  share<Moved>('score', 'Score at the end', (row) => row.score),
  share<Moved>('movement', 'Movement', (row) => row.movement),
];

export const PAIRS = [
  text<Moved>('a', 'Tools of', (row) => row.a),
  text<Moved>('b', 'In', (row) => row.b),
  share<Moved>('score', 'Score', (row) => row.score),
  number<Moved>('total', 'Tools', (row) => row.total),
  number<Moved>('identical', 'Identical', (row) => row.identical),
  number<Moved>('same-build', 'Same build', (row) => row['same-build']),
  number<Moved>('same-recipe', 'Same recipe', (row) => row['same-recipe']),
  number<Moved>('same-version', 'Same version', (row) => row['same-version']),
  number<Moved>('near-version', 'Near version', (row) => row['near-version']),
  number<Moved>('other-version', 'Other version', (row) => row['other-version']),
  number<Moved>('missing', 'Missing', (row) => row.missing),
  number<Moved>('unknown', 'Not known', (row) => row.unknown),
];

interface Movement {
  rose: number;
  fell: number;
  /** Those of which nobody can tell. */
  unmeasured: number;
}

export function lineOf(moved: Moved[], { rose, fell, unmeasured }: Movement, of: string): string {
  if (moved.length === 0) return '';
  if (moved.every(({ score }) => score === null))
    return `How exactly ${of} have each other's tools was not counted yet.`;
  if (unmeasured === moved.length)
    return `How the scores between ${of} moved is not known, since none is known of both ends of the period.`;
  const rest = unmeasured === 0 ? '' : `; of ${counted(unmeasured, 'score')} it is not known`;
  const most = [...moved].sort(byMovement)[0];
  if (!most || rose + fell === 0) return `No score between ${of} moved${rest}.`;
  const from = numberText(most.before, 'share');
  const to = numberText(most.score, 'share');
  const [first, second] = [
    rose === 0
      ? `${counted(fell, 'score')} between ${of} fell`
      : `${counted(rose, 'score')} between ${of} rose`,
    rose === 0 || fell === 0 ? '' : ` and ${fell} fell`,
  ];
  return `${sentence(first)}${second}; that of ${most.a} in ${most.b} moved most, from ${from} to ${to}${rest}.`;
}
