import { compareDigits, trimZeros } from './lists.ts';

/**
 * Debian Policy 5.6.12, and deb-version(7): epoch as a number, then upstream version and revision,
 * each read in turns of non-digits (where '~' sorts before the end, letters before the rest) and digits.
 */
export function compareDebian(a: string, b: string): number {
  const [one, two] = [debianParts(a), debianParts(b)];
  return (
    compareDigits(one.epoch, two.epoch) ||
    compareParts(one.upstream, two.upstream) ||
    compareParts(one.revision, two.revision)
  );
}

export function debianParts(text: string): { epoch: string; upstream: string; revision: string } {
  const trimmed = text.trim();
  const colon = /^(\d+):/.exec(trimmed);
  const rest = colon === null ? trimmed : trimmed.slice(colon[0].length);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: trimZeros(colon?.[1] ?? ''),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

function compareParts(a: string, b: string): number {
  const [one, two] = [debianRuns(a), debianRuns(b)];
  for (let i = 0; i < Math.max(one.length, two.length); i += 1) {
    const [left = '', right = ''] = [one[i], two[i]];
    // Runs alternate and begin with a non-digit one, which may be empty.
    const order = i % 2 === 0 ? compareWords(left, right) : compareDigits(trimZeros(left), trimZeros(right));
    if (order !== 0) return order;
  }
  return 0;
}

/** Non-digits and digits in turns; the first run, of non-digits, may be empty. */
export function debianRuns(text: string): string[] {
  const list = text.match(/[0-9]+|[^0-9]+/g) ?? [];
  return /^[0-9]/.test(text) ? ['', ...list] : list;
}

function compareWords(a: string, b: string): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = weight(a, i) - weight(b, i);
    if (order !== 0) return Math.sign(order);
  }
  return 0;
}

function weight(text: string, at: number): number {
  if (at >= text.length) return 0;
  const character = text[at] ?? '';
  if (character === '~') return -1;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}
