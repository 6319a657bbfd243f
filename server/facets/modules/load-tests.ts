import type { Part } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import type { ModuleLoad } from '../facet.ts';
import { partText } from '../reading.ts';
import { brokenIn } from './broken.ts';
import { bestChain, compareNames } from './load-line.ts';
import type { Module, Tree } from './schema.ts';

/** The ending by which the shell of a test says that the module is loaded (gz_modules_load_sh of the agent). */
const LOADED = 77;
/** The same shell: everything went well, and still the module is not among the loaded ones. */
const NOT_LISTED = 78;
/** Endings of timeout(1), and of shells whose program was killed. */
const STOPPED = [124, 137, 143];

/** What came of the tests in one tree, and the names for which there was no time. */
export function loadsIn(parts: Part[]): { loads: ModuleLoad[]; left: string[] } {
  const loads = parts.filter((part) => part.name === 'load').flatMap((part) => loadOf(textOf(part.bytes)));
  const left = partText(parts, 'load-left');
  return { loads, left: left.split('\n').filter((name) => name !== '') };
}

function loadOf(text: string): ModuleLoad[] {
  const [first = '', ...rest] = text.split('\n');
  const [, status, seconds, fullName] = /^(\d+) (\d+) (.+)$/.exec(first) ?? [];
  if (fullName === undefined) return [];
  const said = rest.flatMap((line) => (line.startsWith('E ') ? [line.slice(2)] : []));
  const number = Number(status);
  if (number === LOADED) return [{ fullName, outcome: 'loads', message: '' }];
  if (STOPPED.includes(number))
    return [{ fullName, outcome: 'timeout', message: `it did not load within ${seconds} seconds` }];
  return [{ fullName, outcome: 'fails', message: reasonIn(said.join('\n'), number) }];
}

/** Lmod and Environment Modules say where it went wrong; else the first words tell. */
function reasonIn(text: string, status: number): string {
  const { files, names } = brokenIn(text);
  const [message] = [...files.values(), ...names.values()];
  if (message !== undefined) return message;
  const words = text
    .split('\n')
    .map((line) => line.replace(/^Lmod has detected the following error: */, '').trim())
    .filter((line) => line !== '' && !/^Loading /.test(line));
  // What Tcl tells of its own stack, whom to write to and what was being loaded is the same for every error.
  const said = words
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/^.*?\bModule ERROR: |^ERROR: /, '')
    .split(/ while executing\b| Please contact <| While processing the following module/, 1)[0]
    ?.slice(0, 500);
  if (said) return said;
  return status === NOT_LISTED
    ? 'it ended without an error, and the module is not among the loaded ones'
    : `it ended with status ${status}`;
}

/** Of each name the module that its tool would take; what is kept from the account or known to fail is not tested. */
export function defaultModules(tree: Tree): Module[] {
  if (tree.read !== 'evaluated') return [];
  const best = new Map<string, Module>();
  for (const module of tree.modules) {
    if (module.hidden || module.restricted !== '' || module.broken !== '') continue;
    const known = best.get(module.name);
    if (!known || rank(module) > rank(known) || (rank(module) === rank(known) && isHigher(module, known)))
      best.set(module.name, module);
  }
  return [...best.values()];
}

function rank(module: Module): number {
  return ['', 'highest', 'marked'].indexOf(module.default);
}

function isHigher(module: Module, than: Module): boolean {
  return compareNames(module.version, than.version) > 0;
}

/**
 * A line of GZ_LOADS: tree, folder to use first, and what to load, prerequisites first. Nothing for names that
 * such a line cannot say, or that would be taken for options.
 */
export function loadTest(path: string, tree: Tree, module: Module): string | undefined {
  const use = tree.use === '' ? '-' : tree.use === '.' ? path : tree.use;
  const names = [...bestChain(module.requires), module.fullName];
  const words = [path, use, ...names];
  // The C0 controls are what tabs and newlines are among.
  if (words.some((word) => word === '' || [...word].some((char) => char < ' '))) return undefined;
  return names.some((name) => name.startsWith('-')) ? undefined : words.join('\t');
}
