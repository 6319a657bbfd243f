import type { Module } from './schema.ts';

/** Stands before the tree that must be brought into MODULEPATH first; no module's name begins so unquoted. */
const USE = '+use ';

/** What sh takes as it is, without quotes. */
const PLAIN = /^[A-Za-z0-9_./:@%,=][A-Za-z0-9_./:@%,=+-]*$/;

/** A word that a shell reads back as exactly `text`. */
export function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Everything that follows `module load`: prerequisites first, each with its version. '' when a name begins with a
 * dash, which quotes do not keep from being an option.
 */
export function loadArguments(module: Module, use: string): string {
  const names = [...bestChain(module.requires), module.fullName];
  if (names.some((name) => name.startsWith('-'))) return '';
  const words = names.map(quoted).join(' ');
  return use === '' ? words : `${USE}${quoted(use)} ${words}`;
}

/** The line to paste for arguments that loadArguments made. */
export function loadLine(tree: string, args: string): string {
  if (args === '') return '';
  if (!args.startsWith(USE)) return `module load ${args}`;
  const rest = args.slice(USE.length);
  const end = wordEnd(rest);
  const use = rest.slice(0, end) === '.' ? quoted(tree) : rest.slice(0, end);
  return `module use ${use} && module load ${rest.slice(end + 1)}`;
}

/** The module that arguments of loadArguments load last. */
export function lastLoaded(args: string): string {
  let rest = args;
  let word = '';
  while (rest !== '') {
    const end = wordEnd(rest);
    word = rest.slice(0, end);
    rest = rest.slice(end + 1);
  }
  return word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word;
}

/** Where the first word of a quoted line ends. */
function wordEnd(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "'") isQuoted = !isQuoted;
    else if (line[at] === '\\' && !isQuoted) at++;
    else if (line[at] === ' ' && !isQuoted) return at;
  }
  return line.length;
}

/** Of several ways the shortest, and of equals the one with the highest versions. */
export function bestChain(chains: string[][]): string[] {
  const [first, ...rest] = chains;
  if (!first) return [];
  return rest.reduce((best, chain) => (isBetter(chain, best) ? chain : best), first);
}

function isBetter(chain: string[], best: string[]): boolean {
  if (chain.length !== best.length) return chain.length < best.length;
  for (const [index, name] of chain.entries()) {
    const order = compareNames(name, best[index] ?? '');
    if (order !== 0) return order > 0;
  }
  return false;
}

/** Runs of digits compare as numbers, the rest by character. */
export function compareNames(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []);
  for (let index = 0; index < Math.max(left?.length ?? 0, right?.length ?? 0); index++) {
    const [x = '', y = ''] = [left?.[index], right?.[index]];
    if (x === y) continue;
    const numeric = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : 0;
    return numeric || (x < y ? -1 : 1);
  }
  return 0;
}
