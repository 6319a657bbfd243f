import { LOADED_TITLE } from '../../facets/modules/texts/headings.ts';
import { parseLoaded } from '../../facets/modules/texts/loaded.ts';
import { type ModuleUse, type Requirement, type Unread, unread } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { scriptRows } from './jobScript.ts';
import { moduleNamed } from './requirements.ts';

/** `module list` of Lmod or Environment Modules, as people see it or terse (`-t`), with the prompt or without. */
export const moduleList: CheckForm = {
  form: 'module-list',
  sentence: 'module list, of Lmod or Environment Modules',
  read: ({ text }) => {
    if (!LOADED_TITLE.test(text)) return null;
    const listing = parseLoaded(text);
    const names = [...listing.trees.values()].flatMap((tree) => tree.modules.map((one) => one.fullName));
    const lines = text.split('\n');
    const uses = usesIn(lines);
    if (names.length === 0) return gathered([...uses, ...withFolders(terse(lines), uses)]);
    const places = wordLines(lines);
    // Names with blanks stand in quotes; few have them.
    const quoted = new Map(
      names
        .filter((name) => /\s/.test(name))
        .slice(0, MOST_QUOTED)
        .map((name) => [name, lines.findIndex((line) => line.includes(name)) + 1]),
    );
    const lineOf = (name: string) => places.get(name) ?? quoted.get(name) ?? 0;
    const made = names.map((name) => moduleNamed({ line: lineOf(name), text: name }, name));
    const inactive = lines.findIndex((line) =>
      /^\s*(?:Inactive Modules|Inaktive Module|Modules inactifs)/.test(line),
    );
    const lost =
      inactive === -1 ? [] : [unread(inactive + 1, lines[inactive] ?? '', 'inactive modules are not loaded')];
    return gathered([...uses, ...withFolders(made, uses), ...lost]);
  },
};

const MOST_QUOTED = 100;

/** What somebody typed in front of the listing, behind a prompt or without one. */
const TYPED = /^(?:[^$#%>]{0,100}[$#%>][ \t]+)?((?:module|ml)[ \t]+use[ \t]+\S.*)$/;

/** Folders that were brought into MODULEPATH in the same session. */
function usesIn(lines: string[]): ModuleUse[] {
  return lines.flatMap((raw, at) => {
    const [, typed] = TYPED.exec(raw.slice(0, 2000)) ?? [];
    if (typed === undefined) return [];
    const own = scriptRows(typed).filter((one) => 'directory' in one);
    const before = raw.indexOf(typed);
    return own.map((one) => ({ ...one, line: at + 1, column: one.column + before }));
  });
}

function withFolders(made: (Requirement | Unread)[], uses: ModuleUse[]): (Requirement | Unread)[] {
  if (uses.length === 0) return made;
  const folders = uses.map((one) => one.directory);
  return made.map((one) => ('tools' in one ? { ...one, folders } : one));
}

/** Where each word stands first. */
function wordLines(lines: string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [at, line] of lines.entries())
    for (const word of line.split(/[\s()<>{}]+/)) if (!found.has(word)) found.set(word, at + 1);
  return found;
}

/** One name a line under the title. */
function terse(lines: string[]): (Requirement | Unread)[] {
  const title = lines.findIndex((line) => LOADED_TITLE.test(line));
  return lines.slice(title + 1).flatMap((raw, at) => {
    const line = raw.trim();
    if (line === '') return [];
    const place = { line: title + at + 2, text: raw };
    const [name = '', mark = '', more] = line.split(/\s+/);
    if (more === undefined && (mark === '' || /^[(<].*[)>]$/.test(mark)))
      return [moduleNamed(place, name.replace(/\(default\)$/, ''))];
    return [unread(place.line, raw, 'expected the name of a module')];
  });
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.+-]*(?:\/[A-Za-z0-9_.+-]+)*(?:\s*\([A-Za-z,]+\))?$/;

/** Names of modules alone, a line or a word each: `module -t list` of Lmod, LOADEDMODULES. */
export const moduleNames: CheckForm = {
  form: 'module-names',
  sentence: 'full names of modules, one a line, or LOADEDMODULES',
  read: ({ text }) => {
    const lines = text.split('\n').map((line, at) => ({ line: at + 1, text: line.trim() }));
    const words = loadedIn(lines) ?? lines.filter((line) => line.text !== '' && !line.text.startsWith('#'));
    if (!words.every(({ text: name }) => NAME.test(name))) return null;
    // Bare words could be anything: one of them has a version.
    if (!words.some(({ text: name }) => name.includes('/'))) return null;
    return gathered(words.map((at) => moduleNamed(at, at.text.replace(/\s*\([A-Za-z,]+\)$/, ''))));
  },
};

/** What LOADEDMODULES lists, whatever other variables stand around it; null where it is not there. */
function loadedIn(lines: { line: number; text: string }[]): { line: number; text: string }[] | null {
  for (const { line, text } of lines) {
    const [, loaded] = /^(?:export )?LOADEDMODULES=["']?([^"';\s]*)/.exec(text) ?? [];
    if (loaded === undefined) continue;
    const names = loaded.split(':').filter((name) => name !== '');
    return names.map((name) => ({ line, text: name }));
  }
  return null;
}
