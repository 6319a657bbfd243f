import { type Atom, type Component, compareComponents, trimZeros } from './lists.ts';

export interface CondaVersion {
  /** The epoch is the first component. */
  main: readonly Component[];
  local: readonly Component[];
}

/**
 * conda's VersionOrder. conda refuses some texts (`5.5..mw`, `3.5&1`); here every text has its
 * place: what is no letter, digit, '*', '+' or '!' separates components, and empty components are
 * skipped. For versions that conda accepts the order is conda's.
 * https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html#version-ordering
 */
export function parseCondaVersion(text: string): CondaVersion {
  const folded = text.trim().toLowerCase();
  const epoch = /^(\d+)!/.exec(folded);
  const rest = epoch === null ? folded : folded.slice(epoch[0].length);
  const plus = rest.indexOf('+');
  const main = plus > 0 ? rest.slice(0, plus) : rest;
  const local = plus > 0 ? rest.slice(plus + 1) : '';
  return {
    main: [[numberOf(epoch?.[1] ?? '0')], ...components(main, true)],
    local: components(local, false),
  };
}

export function compareConda(a: string, b: string): number {
  return compareCondaVersions(parseCondaVersion(a), parseCondaVersion(b));
}

export function compareCondaVersions(a: CondaVersion, b: CondaVersion): number {
  return compareComponents(a.main, b.main) || compareComponents(a.local, b.local);
}

/**
 * A separator at the very end stays as '_' on the last component: OpenSSL's versions are ordered
 * 1.0.1_ < 1.0.1a with its help.
 */
function components(text: string, keepsLastSeparator: boolean): Component[] {
  const parts = text.split(separator).filter((part) => part !== '');
  if (!keepsLastSeparator || !/[_-]$/.test(text)) return parts.map(atoms);
  // Behind another separator it is a component of its own.
  const before = text.slice(0, -1);
  const own = before === '' || separator.test(before.slice(-1)) ? '' : (parts.pop() ?? '');
  return [...parts, `${own}_`].map(atoms);
}

const separator = /[^\p{L}\p{N}\p{M}*]/u;

/** Runs of digits, stars and anything else; a component that begins with letters has a zero before them. */
function atoms(part: string): Atom[] {
  const runs = part.match(/[0-9]+|[*]+|[^0-9*]+/g) ?? [];
  const list = runs.map(atomOf);
  return /^[0-9]/.test(part) ? list : [numberOf('0'), ...list];
}

/** `dev` in capitals stands before '_' and all letters, as conda has it. */
function atomOf(run: string): Atom {
  if (/^[0-9]/.test(run)) return numberOf(run);
  if (run === 'post') return 'post';
  return { letters: run === 'dev' ? 'DEV' : run };
}

function numberOf(digits: string): Atom {
  return { number: trimZeros(digits) };
}
