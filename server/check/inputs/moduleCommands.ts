import { type ModuleUse, type Requirement, type Said, type Unread, unreadAt } from '../requirement.ts';
import { moduleNamed } from './requirements.ts';
import { type ScriptPlace, wordAt } from './scriptPlace.ts';

const LOADS = new Set(['load', 'add', 'try-load', 'switch', 'swap', 'load-any', 'try-add']);
const NO_MODULE = new Set(
  'unload rm del purge use unuse list avail av spider show display help save s savelist reset refresh update keyword whatis overview is-loaded is-avail'.split(
    ' ',
  ),
);

/** What `module` or `ml` is told to load, and the folders that it is told to look into. */
export function moduleRows(
  at: ScriptPlace,
  command: string,
  words: string[],
): (Requirement | Unread | ModuleUse)[] {
  const plain = words.filter((word) => !/^\d*[<>]|^\d$/.test(word));
  const asked = plain.filter((word) => !word.startsWith('-'));
  const [verb = '', ...names] = asked;
  if (verb === 'restore') return [unreadAt(at, 'restores a collection: check its own file')];
  if (verb === 'use') return names.filter((name) => !/^\d+$/.test(name)).map((name) => useAt(at, name));
  if (NO_MODULE.has(verb)) return [];
  if (LOADS.has(verb))
    return (verb === 'swap' || verb === 'switch' ? names.slice(-1) : names).map((name) => row(at, name));
  // `ml a b -c` loads a and b and unloads c.
  return command === 'ml' ? asked.map((name) => row(at, name)) : [];
}

/** `MODULEPATH=/proj/modules:$MODULEPATH`, with export or without: what is new in it. */
export function pathRows(at: ScriptPlace, words: string[]): ModuleUse[] {
  const said = words.find((word) => word.startsWith('MODULEPATH='));
  if (said === undefined) return [];
  const folders = said.slice('MODULEPATH='.length).split(':');
  return folders
    .filter((one) => one !== '' && !/^\$\{?MODULEPATH\b/.test(one))
    .map((folder) => useAt(at, folder));
}

export function useAt(at: ScriptPlace, word: string): ModuleUse {
  const { line, column = 0 } = wordAt(at, word);
  const folder = at.variables.expanded(word);
  const directory = folder.length > 1 ? folder.replace(/\/+$/, '').replace(/\/{2,}/g, '/') : folder;
  return { line, column, directory, told: directory.startsWith('/') && !/[$`*?[]/.test(directory) };
}

function row(place: ScriptPlace, word: string): Requirement | Unread {
  const at: Said = wordAt(place, word);
  const name = place.variables.expanded(word);
  if (/[$`]/.test(name)) return unreadAt(at, `${name.slice(0, 100)} is told only when the script runs`);
  return moduleNamed(at, name);
}

/** Folders that are looked into at one place of a script; more than that no MODULEPATH has. */
const MOST_FOLDERS = 50;

/** What MODULEPATH holds besides, while a script is read from its beginning to its end. */
export class Folders {
  private folders: string[] = [];

  /** Adds a folder, or tells a requirement which ones there are. */
  take(one: Requirement | Unread | ModuleUse): void {
    if ('directory' in one) this.folders = [...this.folders, one.directory].slice(-MOST_FOLDERS);
    else if ('tools' in one && one.asked === 'module' && this.folders.length > 0) one.folders = this.folders;
  }

  /** `module unuse`, and what puts MODULEPATH back to what it was. */
  drop(words: string[], { variables }: ScriptPlace): void {
    const plain = words.map((word) => variables.expanded(word).replace(/(?<=.)\/+$/, ''));
    const [verb, ...names] = plain.filter((word) => !word.startsWith('-'));
    if (verb === 'reset' || verb === 'restore') this.folders = [];
    if (verb === 'unuse') this.folders = this.folders.filter((one) => !names.includes(one));
  }
}
