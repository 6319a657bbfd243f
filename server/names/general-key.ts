import type { CondaVersion } from './orderings/conda.ts';
import { parseGeneral } from './orderings/general.ts';
import type { Atom, Component } from './orderings/lists.ts';

/*
 * A text whose byte order is the general order of versions. Lists of components are compared as if
 * zeros followed for ever, so only the parts that are not zero are written, each as
 *
 *   1, how far on it stands (ascending),  its letters    less than zero
 *   2                                                    nothing but zeros from here on
 *   3, how far on it stands (descending), its number     greater than zero
 *
 * Two keys agree up to the first part in which the versions differ. There, an earlier part that is
 * less than zero makes its version the smaller one and an earlier part that is greater makes it the
 * greater one, which is what the directions of the distances say.
 */

const less = '1';
const zeros = '2';
const greater = '3';

/** '~' sorts behind every number's length. */
const post = '~';

/** Before '*' and all letters, so that a word sorts before the words it begins. */
const endOfWord = '!';

/** '' for no version, which sorts before all others. ASCII only, so every collation of bytes agrees. */
export function generalKey(version: string): string {
  const parsed = parseGeneral(version);
  return parsed === null ? '' : condaKey(parsed);
}

export function condaKey({ main, local }: CondaVersion): string {
  return listKey(main) + listKey(local);
}

function listKey(components: readonly Component[]): string {
  let key = '';
  let last = 0;
  let lastAtom = 0;
  components.forEach((component, i) => {
    component.forEach((atom, j) => {
      if (isZero(atom)) return;
      const isLess = atom !== 'post' && 'letters' in atom;
      // Counted from the part before, so that a key stays in proportion to its version.
      const distance = counted(i - last) + counted(i === last ? j - lastAtom : j);
      key += (isLess ? less : greater) + (isLess ? distance : inverted(distance)) + keyOfAtom(atom);
      last = i;
      lastAtom = j;
    });
  });
  return key + zeros;
}

function isZero(atom: Atom): boolean {
  return atom !== 'post' && 'number' in atom && atom.number === '';
}

function keyOfAtom(atom: Atom): string {
  if (atom === 'post') return post;
  if ('number' in atom) return counted(atom.number.length) + atom.number;
  return spelled(atom.letters) + endOfWord;
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
const largest = digits.length - 1;

/** A count as text: its order is the numbers' order, and no count begins another. 'z' means 35 and more to come. */
export function counted(count: number): string {
  const whole = Math.floor(count / largest);
  return 'z'.repeat(whole) + (digits[count - whole * largest] ?? '');
}

/** The same text with its order turned round. */
function inverted(text: string): string {
  let turned = '';
  for (const character of text) turned += digits[largest - digits.indexOf(character)] ?? '';
  return turned;
}

/** Characters outside ASCII as '|' and six hexadecimal digits: behind 'z', and in the order of code points. */
function spelled(letters: string): string {
  return letters.replace(/[^ -~]/gu, (character) => {
    return `|${(character.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`;
  });
}
