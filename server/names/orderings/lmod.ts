import { compareText } from './lists.ts';

/** Lmod's words for stages of a release: rc and its like come before `final`, patches behind it. */
const stages: ReadonlyMap<string, string> = new Map([
  ['pre', 'c'],
  ['preview', 'c'],
  ['rc', 'c'],
  ['dev', '@'],
  ['p', 'zfinal-'],
  ['-', 'zfinal-'],
]);

const end = '*zfinal';
const patch = '*zfinal-';
const zero = '000000000';

/**
 * Lmod's parseVersion: a text whose byte order is the order of versions. Numbers are padded to nine
 * digits, words get a '*' (which sorts before digits), trailing zeros before a word or the end are
 * dropped, and the end is itself the word `zfinal`.
 * https://lmod.readthedocs.io/en/latest/090_configuring_lmod.html, src/parseVersion.lua
 */
export function lmodKey(version: string): string {
  const key: string[] = [];
  for (const part of parts(version)) {
    if (part.startsWith('*')) {
      if (part !== end) dropTrailing(key, patch);
      dropTrailing(key, zero);
      if (part === end) dropTrailing(key, patch);
    }
    key.push(part);
  }
  return key.join('.').replaceAll('./.', '/');
}

export function compareLmod(a: string, b: string): number {
  return compareText(lmodKey(a), lmodKey(b));
}

function dropTrailing(key: string[], part: string): void {
  while (key.at(-1) === part) key.pop();
}

/** Lua works on bytes, so a character outside ASCII is several parts. */
function parts(version: string): string[] {
  const bytes = Buffer.from(version.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())).toString(
    'latin1',
  );
  const found: string[] = [];
  const piece = /\.?([0-9]+|\/|[a-z]+|-p|[\s\S])/y;
  // A leading dot counts as a zero and does not swallow what follows it.
  let at = 0;
  if (bytes.startsWith('.')) {
    found.push(zero);
    at = 1;
  }
  while (at < bytes.length) {
    // A dot at the very end separates nothing.
    if (at === bytes.length - 1 && bytes.endsWith('.')) break;
    piece.lastIndex = at;
    found.push(partOf(piece.exec(bytes)?.[1] ?? ''));
    at = piece.lastIndex;
  }
  return [...found, end];
}

function partOf(text: string): string {
  if (/^[0-9]/.test(text)) return text.padStart(9, '0');
  if (text === '/') return '/';
  return `*${text === '-p' ? 'zfinal-' : (stages.get(text) ?? text)}`;
}
