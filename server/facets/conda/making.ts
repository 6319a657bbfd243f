import type { Part } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import { partText } from '../reading.ts';
import { parseHistory } from './history.ts';
import { channelsOf } from './installation.ts';
import { parseExplicit } from './lists.ts';
import { parseMambaLock } from './lockMamba.ts';
import { parseCondaLock, parsePixiLock } from './locks.ts';
import type { LockedPackage, Making, Package } from './schema.ts';

/** How an environment came to be, from the parts of its item (gz_conda_made of agents/facets/conda/environments.sh). */
export function readMaking(parts: Part[]): Making {
  const history = parts.some((part) => part.name === 'history');
  const condarcs = parts.filter((part) => part.name === 'condarc').map((part) => textOf(part.bytes));
  const installed = new Set(lines(partText(parts, 'installed')).map((file) => file.replace(/\.json$/, '')));
  return {
    kind: 'conda.making',
    owner: partText(parts, 'owner').trim(),
    history,
    asked: parseHistory(partText(parts, 'history'), 'conda-meta/history')?.facts.asked ?? [],
    // Comments as in a .condarc (conda's get_pinned_specs).
    pinned: [...new Set(lines(partText(parts, 'pinned')).filter((line) => !line.startsWith('#')))].sort(),
    channels: [...new Set(condarcs.flatMap(channelsOf))],
    locks: parts
      .filter((part) => part.name === 'lock')
      .map((part) => lockOf(textOf(part.bytes), installed))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A part `lock`: the file's name, then what is in it. */
function lockOf(text: string, installed: ReadonlySet<string>): Making['locks'][number] {
  const end = text.indexOf('\n');
  const file = text.slice(0, end === -1 ? undefined : end);
  const sets = pinnedSets(end === -1 ? '' : text.slice(end + 1), file);
  if (sets.length === 0) return { file, state: 'unreadable' };
  return { file, state: sets.some((set) => isEqual(set, installed)) ? 'matches' : 'differs' };
}

/** What the lock would install, as name-version-build: one set for each of its environments and platforms. */
function pinnedSets(text: string, file: string): Set<string>[] {
  const explicit = parseExplicit(text, file);
  if (explicit) return explicit.problems.length === 0 ? [new Set(explicit.facts.packages.map(nameOf))] : [];
  const lock = parseCondaLock(text, file) ?? parsePixiLock(text, file) ?? parseMambaLock(text, file);
  if (!lock || lock.problems.length > 0) return [];
  const { packages, form } = lock.facts;
  const sets = grouped(packages, ({ used }) => used);
  if (form !== 'conda-lock') return sets;
  // Categories of conda-lock are installed together: main, and dev or others where they are asked for.
  return [...sets, ...grouped(packages, ({ used }) => used.map((use) => use.slice(use.indexOf('/') + 1)))];
}

function grouped(packages: LockedPackage[], groupsOf: (one: LockedPackage) => string[]): Set<string>[] {
  const groups = new Map<string, Set<string>>();
  for (const one of packages)
    for (const group of groupsOf(one)) groups.set(group, (groups.get(group) ?? new Set()).add(nameOf(one)));
  return [...groups.values()];
}

const nameOf = ({ name, version, build }: Package) => `${name}-${version}-${build}`;

function isEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}
