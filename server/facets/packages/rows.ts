import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import type { Manager, Package, Packages } from './schema.ts';

/** Rows read so far, and what was no row. */
export interface Read {
  packages: Package[];
  problems: { line: number; text: string; message: string }[];
}

export function pack(manager: Manager, told: Partial<Package> & { name: string; version: string }): Package {
  const { name, version, architecture = '', source = '', vendor = '' } = told;
  return { manager, name, version, architecture, source: source === name ? '' : source, vendor };
}

/** A name that a package may have: one word, of what Debian, RPM, Alpine and Arch allow. */
export const NAME = /^[A-Za-z0-9_][\w.+@-]{0,199}$/;
/** A version with epoch and release: at least one digit, or a hash of a build. */
export const VERSION = /^[\w.+~^:%-]{1,200}$/;

/** Reads line by line; a line for which `read` gives nothing is a problem, one for which it gives '' is none. */
export function readLines(text: string, read: (line: string, at: number) => Package | '' | undefined): Read {
  const packages: Package[] = [];
  const problems: Read['problems'] = [];
  text.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '') return;
    const found = read(line, at + 1);
    if (found === undefined) problems.push({ line: at + 1, text: line, message: 'no installed package' });
    else if (found !== '') packages.push(found);
  });
  return { packages, problems };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The document of some rows: sorted, each once. */
export function packagesFacts(managers: Manager[], packages: Package[]): Packages {
  const unique = new Map(packages.map((one) => [Object.values(one).join('\n'), one]));
  return {
    kind: 'packages.node',
    managers: [...new Set(managers)].sort(),
    packages: [...unique]
      .sort(([, a], [, b]) => order(a.name, b.name))
      .sort(([keyA, a], [keyB, b]) => order(a.name, b.name) || order(keyA, keyB))
      .map(([, one]) => one),
  };
}

const MOST_PROBLEMS = 100;

export function problemsOf(where: string, part: string, { problems }: Read): Problem[] {
  return problems
    .slice(0, MOST_PROBLEMS)
    .map(({ line, text, message }) => problemOf('packages', where, part, line, text, message));
}
