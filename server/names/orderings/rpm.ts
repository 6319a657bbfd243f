import { compareDigits, compareText, trimZeros } from './lists.ts';

/** Epoch, version and release of `[epoch:]version[-release]`, each by rpmvercmp; a missing epoch is 0. */
export function compareRpm(a: string, b: string): number {
  const [one, two] = [rpmParts(a), rpmParts(b)];
  return (
    compareDigits(one.epoch, two.epoch) ||
    rpmvercmp(one.version, two.version) ||
    rpmvercmp(one.release, two.release)
  );
}

export function rpmParts(text: string): { epoch: string; version: string; release: string } {
  const colon = /^(\d+):/.exec(text);
  const rest = colon === null ? text : text.slice(colon[0].length);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: trimZeros(colon?.[1] ?? ''),
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

/**
 * rpm-version(7): runs of digits and runs of letters are compared, everything else only separates
 * them. '~' sorts before the end, '^' behind the end and before anything else; a number is newer than letters.
 */
export function rpmvercmp(a: string, b: string): number {
  const [one, two] = [rpmMarks(a), rpmMarks(b)];
  for (let i = 0; ; i += 1) {
    const [left, right] = [one[i], two[i]];
    if (left === undefined && right === undefined) return 0;
    const order = compareMarks(left, right);
    if (order !== 0) return order;
  }
}

export function rpmMarks(text: string): string[] {
  return text.match(/[0-9]+|[A-Za-z]+|[~^]/g) ?? [];
}

function compareMarks(a: string | undefined, b: string | undefined): number {
  const order = rank(a) - rank(b);
  if (order !== 0) return Math.sign(order);
  if (a === undefined || b === undefined) return 0;
  return /^[0-9]/.test(a) ? compareDigits(trimZeros(a), trimZeros(b)) : compareText(a, b);
}

/** '~', the end, '^', letters, digits. */
function rank(mark: string | undefined): number {
  if (mark === undefined) return 1;
  if (mark === '~') return 0;
  if (mark === '^') return 2;
  return /^[0-9]/.test(mark) ? 4 : 3;
}
