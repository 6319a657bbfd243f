/** A part of a version: a number as its digits without leading zeros ('' is zero), or letters. */
export type Atom = { number: string } | { letters: string } | 'post';

/** Components of atoms, as conda splits a version: `1.2g.beta15` is [[1], [2, g], [0, beta, 15]]. */
export type Component = readonly Atom[];

const zero: Atom = { number: '' };

/** Lists are compared part by part; a missing part is zero, so that 1.1 equals 1.1.0. */
export function compareComponents(a: readonly Component[], b: readonly Component[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = compareAtoms(a[i] ?? [], b[i] ?? []);
    if (order !== 0) return order;
  }
  return 0;
}

function compareAtoms(a: Component, b: Component): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = compareAtom(a[i] ?? zero, b[i] ?? zero);
    if (order !== 0) return order;
  }
  return 0;
}

/** Letters come before numbers, and `post` behind all of them. */
function compareAtom(a: Atom, b: Atom): number {
  if (a === 'post' || b === 'post') return Number(a === 'post') - Number(b === 'post');
  if ('letters' in a) return 'letters' in b ? compareText(a.letters, b.letters) : -1;
  return 'letters' in b ? 1 : compareDigits(a.number, b.number);
}

/** Digits without leading zeros: the longer number is the greater one, whatever its length. */
export function compareDigits(a: string, b: string): number {
  return a.length === b.length ? compareText(a, b) : Math.sign(a.length - b.length);
}

/** By code point, as Postgres orders UTF-8 under COLLATE "C" and Python orders text; JavaScript's `<` orders by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const limit = Math.min(a.length, b.length);
  let at = 0;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === a.length || at === b.length) return Math.sign(a.length - b.length);
  // Two characters that share their first half differ in the second; step back to whole ones.
  if (at > 0 && isHighSurrogate(a.charCodeAt(at - 1))) at -= 1;
  return Math.sign((a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0));
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function trimZeros(digits: string): string {
  return digits.replace(/^0+/, '');
}
