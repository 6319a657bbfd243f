/**
 * Folded node sets as Slurm and ClusterShell write them: `cpu[001-064,070]`, `gpu[1-4]-ib`,
 * `r[1-2]n[01-16]`, `n[0-10/2]`, and comma lists of these. Padding is part of a name.
 */
export { fold } from './nodeSetFold.ts';

/** The most names one set may hold, so that a slip such as `n[1-9999999999]` costs nothing. */
export const MAX_NAMES = 100_000;

export type NodeSetResult =
  | { ok: true; names: string[]; repeated: string[] }
  | { ok: false; column: number; message: string };

/** Where in the text it went wrong; columns count from 1. */
class NodeSetError extends Error {
  readonly column: number;
  constructor(at: number, message: string) {
    super(message);
    this.column = at + 1;
  }
}

interface Range {
  first: number;
  last: number;
  step: number;
  width: number;
}

/** A word is text and range lists in turn, e.g. `r`, [1-2], `n`, [01-16]. */
type Piece = string | Range[];

/** All names of a folded set, in the order written; a name that is written twice comes once. */
export function expand(text: string): NodeSetResult {
  try {
    const names = new Set<string>();
    const repeated = new Set<string>();
    for (const word of words(text)) {
      const pieces = piecesOf(word.text, word.at);
      const size = pieces.reduce((product, piece) => product * sizeOf(piece), 1);
      if (size + names.size > MAX_NAMES) {
        throw new NodeSetError(word.at, `more than ${MAX_NAMES} names`);
      }
      for (const name of namesOf(pieces)) {
        if (names.has(name)) repeated.add(name);
        names.add(name);
      }
    }
    return { ok: true, names: [...names], repeated: [...repeated] };
  } catch (error) {
    if (!(error instanceof NodeSetError)) throw error;
    return { ok: false, column: error.column, message: error.message };
  }
}

/** Splits at commas outside brackets. */
function words(text: string): { text: string; at: number }[] {
  const found: { text: string; at: number }[] = [];
  let open = -1;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '[') {
      if (open !== -1) throw new NodeSetError(at, 'a bracket inside a bracket');
      open = at;
    } else if (char === ']') {
      if (open === -1) throw new NodeSetError(at, 'a closing bracket without an opening one');
      open = -1;
    } else if ((char === ',' && open === -1) || at === text.length) {
      if (open !== -1) throw new NodeSetError(open, 'this bracket is not closed');
      found.push(trimmed(text, from, at));
      from = at + 1;
    }
  }
  return found;
}

function trimmed(text: string, from: number, to: number): { text: string; at: number } {
  const raw = text.slice(from, to);
  const word = raw.trim();
  if (word === '') throw new NodeSetError(from, 'expected a node name');
  return { text: word, at: from + raw.indexOf(word) };
}

function piecesOf(word: string, at: number): Piece[] {
  const pieces: Piece[] = [];
  let here = 0;
  for (const [index, part] of word.split(/[[\]]/).entries()) {
    // Odd parts stood between brackets; the brackets are known to be paired.
    if (index % 2 === 1) {
      pieces.push(rangesOf(part, at + here));
    } else {
      const bad = /[^A-Za-z0-9._-]/.exec(part);
      if (bad) throw new NodeSetError(at + here + bad.index, `"${bad[0]}" cannot be part of a node name`);
      if (part === '' && index > 0 && here < word.length) {
        throw new NodeSetError(at + here, 'two brackets side by side: write text between them');
      }
      pieces.push(part);
    }
    here += part.length + 1;
  }
  return pieces;
}

function rangesOf(list: string, at: number): Range[] {
  let here = at;
  return list.split(',').map((item) => {
    const range = rangeOf(item, here);
    here += item.length + 1;
    return range;
  });
}

function rangeOf(item: string, at: number): Range {
  const match = /^\s*([0-9]{1,15})\s*(?:-\s*([0-9]{1,15})\s*(?:\/\s*([0-9]{1,15})\s*)?)?$/.exec(item);
  if (!match?.[1]) {
    throw new NodeSetError(at, `"${item.slice(0, 40)}" is no number and no range such as 01-16 or 0-10/2`);
  }
  const [, first, last = first, step = '1'] = match;
  const range = { first: Number(first), last: Number(last), step: Number(step), width: first.length };
  if (range.step < 1) throw new NodeSetError(at, 'the step of a range is at least 1');
  if (range.last < range.first) throw new NodeSetError(at, `${last} is before ${first}`);
  const padded = (first.length > 1 && first.startsWith('0')) || (last.length > 1 && last.startsWith('0'));
  if (padded && first.length !== last.length) {
    const width = Math.max(first.length, last.length);
    const better = `${first.padStart(width, '0')}-${last.padStart(width, '0')}`;
    throw new NodeSetError(at, `the padding of ${first} and ${last} differs: write ${better}`);
  }
  return padded ? range : { ...range, width: 0 };
}

function sizeOf(piece: Piece): number {
  if (typeof piece === 'string') return 1;
  return piece.reduce((sum, { first, last, step }) => sum + Math.floor((last - first) / step) + 1, 0);
}

function namesOf(pieces: Piece[]): string[] {
  let names = [''];
  for (const piece of pieces) {
    const texts = typeof piece === 'string' ? [piece] : piece.flatMap(numbersOf);
    names = names.flatMap((name) => texts.map((text) => name + text));
  }
  return names;
}

function numbersOf({ first, last, step, width }: Range): string[] {
  const numbers: string[] = [];
  for (let number = first; number <= last; number += step) {
    numbers.push(String(number).padStart(width, '0'));
  }
  return numbers;
}
