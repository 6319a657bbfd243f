/** The most names that one text may expand to: `n[1-9999999999]` is eleven bytes. */
export const MOST_NAMES = 200_000;

export interface Hosts {
  names: string[];
  /** False when the list ends in the middle, as where a column was too narrow. */
  whole: boolean;
}

/**
 * A host list as Slurm prints it: `bigmem-1,c1-[5,9,12-18]`, `r[1-2]n[01-16]`, `[08-100]` padded like its first
 * number (hostlist.c). null when it is none, or too long.
 */
export function hostsOf(text: string): Hosts | null {
  if (/^[^[]*\]/.test(text)) return null;
  const { words, whole } = wordsOf(text.trim());
  const names = new Set<string>();
  for (const word of words) {
    const found = expand(word, MOST_NAMES - names.size);
    if (!found) return null;
    for (const name of found) names.add(name);
  }
  return { names: [...names], whole };
}

/** Splits at commas outside brackets; what a cut left open is dropped. */
function wordsOf(text: string): { words: string[]; whole: boolean } {
  // A list that was cut by hand ends in dots, one that sinfo -O cut may end anywhere.
  const cut = /(?:\.{2,}|…|\+)$/.test(text);
  const body = text.replace(/(?:\.{2,}|…|\+)$/, '');
  const words: string[] = [];
  let open = -1;
  let from = 0;
  for (let at = 0; at < body.length; at++) {
    const char = body[at];
    if (char === '[') open = at;
    else if (char === ']') open = -1;
    else if (char === ',' && open < 0) {
      if (at > from) words.push(body.slice(from, at));
      from = at + 1;
    }
  }
  const last = body.slice(from);
  if (open < 0) {
    if (last !== '') words.push(last);
    return { words, whole: !cut };
  }
  // Inside an open bracket all but the last number, which may have been longer, stand.
  const inside = last.lastIndexOf(',');
  if (inside > last.lastIndexOf('[')) words.push(`${last.slice(0, inside)}]`);
  return { words, whole: false };
}

function expand(word: string, most: number): string[] | null {
  let names = [''];
  const pieces = word.split(/[[\]]/);
  if (pieces.length % 2 === 0) return null;
  for (const [at, piece] of pieces.entries()) {
    const texts = at % 2 === 0 ? plain(piece) : numbersOf(piece, most);
    if (!texts || names.length * texts.length > most) return null;
    names = names.flatMap((name) => texts.map((text) => name + text));
  }
  return names[0] === '' && names.length === 1 ? null : names;
}

function plain(piece: string): string[] | null {
  return /^[A-Za-z0-9._:@/-]*$/.test(piece) ? [piece] : null;
}

function numbersOf(list: string, most: number): string[] | null {
  const numbers: string[] = [];
  for (const item of list.split(',')) {
    const [, first = '', last = first] = /^(\d{1,12})(?:-(\d{1,12}))?$/.exec(item.trim()) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from || to - from >= most) return null;
    for (let number = from; number <= to; number++) numbers.push(String(number).padStart(first.length, '0'));
    if (numbers.length > most) return null;
  }
  return numbers;
}
