import type { z } from 'zod';
import { closest } from './closest.ts';
import { SitesFile } from './sitesSchema.ts';
import type { Path } from './yamlPlaces.ts';

/** What is wrong with the shape of a value, and whether its key or the value itself is meant. */
export interface ShapeProblem {
  path: Path;
  at: 'key' | 'value';
  message: string;
}

type Issue = z.core.$ZodIssue;

/**
 * Checks the shape of a whole file. What is wrong is also cut out, so that the names and addresses in
 * the rest can be checked too and a person sees everything at once.
 */
export function sound(value: unknown): { shape: SitesFile | undefined; wrong: ShapeProblem[] } {
  const wrong: ShapeProblem[] = [];
  let rest = structuredClone(value);
  for (let rounds = 0; rounds < 10; rounds++) {
    const parsed = SitesFile.safeParse(rest);
    if (parsed.success) return { shape: parsed.data, wrong };
    const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, rest, []));
    // Later rounds only find that what was cut out is missing.
    if (rounds === 0) wrong.push(...problems);
    for (const { path } of problems) rest = cutOut(rest, path);
  }
  return { shape: undefined, wrong };
}

/** Takes out the innermost map entry around a path; list items stay, since their numbers are places. */
function cutOut(root: unknown, path: Path): unknown {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = valueAt(root, path.slice(0, depth - 1));
    const key = path[depth - 1];
    if (key === undefined || typeof parent !== 'object' || parent === null || Array.isArray(parent)) continue;
    if (Reflect.has(parent, key)) {
      Reflect.deleteProperty(parent, key);
      return root;
    }
  }
  return undefined;
}

function problemsOf(issue: Issue, root: unknown, above: Path): ShapeProblem[] {
  const path: Path = [
    ...above,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  if (issue.code === 'unrecognized_keys') {
    // The schemas put the keys they know into the message.
    const known = issue.message.split(' ');
    return issue.keys.map((key) => ({ path: [...path, key], at: 'key', message: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => branch.some((each) => !isOtherType(each)));
    if (meant) return meant.flatMap((each) => problemsOf(each, root, path));
  }
  const value = valueAt(root, path);
  const name = path.at(-1);
  if (value === undefined && name !== undefined) {
    return [{ path, at: 'key', message: `${name} is missing: ${issue.message}` }];
  }
  return [{ path, at: 'value', message: `${issue.message}, found ${described(value)}` }];
}

/** The value is of another type altogether, so this branch of a union was not meant. */
function isOtherType({ code, path }: Issue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

/** Where people look for a setting that has another name here. */
const otherNames: Record<string, string> = {
  host: 'ssh.addresses',
  hostname: 'ssh.addresses',
  address: 'ssh.addresses',
  key: 'ssh.identityFile',
  keyfile: 'ssh.identityFile',
  username: 'ssh.user',
  user: 'ssh.user',
  port: 'ssh.port',
  identityfile: 'ssh.identityFile',
  timeout: 'limits.visitSeconds',
};

function unknownKey(key: string, known: string[]): string {
  const plain = key.toLowerCase().replace(/[-_]/g, '');
  if (/passw|passphrase|secret|token|privatekey|credential/.test(plain)) {
    return `"${key}": secrets do not go into this file. Name a key file (ssh.identityFile) or an agent (ssh.agent) instead`;
  }
  const meant = closest(key, known) ?? otherName(plain, known);
  const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
  return `unknown key "${key}"${hint} (known here: ${known.join(', ')})`;
}

/** Inside the map that a setting belongs to, its last word says it; elsewhere its whole path. */
function otherName(plain: string, known: string[]): string | undefined {
  const other = otherNames[plain];
  const last = other?.split('.').at(-1);
  return last !== undefined && known.includes(last) ? last : other;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  }
  return value;
}

function described(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value !== 'string')
    return `${typeof value === 'number' ? 'the number' : ''} ${String(value)}`.trim();
  // A key that somebody pasted is not shown again.
  if (value.includes('PRIVATE KEY')) return 'a key';
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
}
