import type { Column } from './facet.ts';

/** What is true of every cell of a column; see Column.holds. */
type Holds = NonNullable<Column['holds']>;

/** One of these words. */
export function oneOf(...words: string[]): Holds {
  return (cell) => typeof cell === 'string' && words.includes(cell);
}

/** Text of this form; '' where it is not known is for the pattern to allow. */
export function matching(pattern: RegExp): Holds {
  return (cell) => typeof cell === 'string' && pattern.test(cell);
}

/** A whole number in these limits, both included. */
export function between(least: number, most: number): Holds {
  return (cell) => typeof cell === 'number' && Number.isInteger(cell) && cell >= least && cell <= most;
}

/** A list whose members are text of this form, each once. */
export function eachMatching(pattern: RegExp): Holds {
  return (cell) =>
    Array.isArray(cell) &&
    cell.every((word) => typeof word === 'string' && pattern.test(word)) &&
    new Set(cell).size === cell.length;
}
