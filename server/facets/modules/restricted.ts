import type { Module } from './schema.ts';

/**
 * Why not everybody may load a module, from its tags and properties: Environment Modules and Lmod have
 * `forbidden` and `nearly-forbidden`, and sites mark licensed software with a property or tag of their own
 * (`lmod:licensed`, `state:restricted`).
 */
export function restrictionOf(tags: string[]): Module['restricted'] {
  const words = tags.map((tag) => tag.slice(tag.lastIndexOf(':') + 1).toLowerCase());
  for (const word of ['forbidden', 'nearly-forbidden', 'restricted'] as const) {
    if (words.includes(word)) return word;
  }
  return words.some((word) => /^licen[cs]ed?$/.test(word)) ? 'licensed' : '';
}

/** Stands before what loads a module that not everybody can load, in its locator. */
const NOT = '+not ';

const WORDS = new Set(['forbidden', 'nearly-forbidden', 'licensed', 'restricted', 'unreadable', 'broken']);

/** What loads a module, with a word before it where that fails or is not for everybody. */
export function restrictedLocator({ restricted, broken }: Module, args: string): string {
  const word = restricted || (broken === '' ? '' : 'broken');
  return word === '' || args === '' ? args : `${NOT}${word} ${args}`;
}

/** Why a module does not load for everybody, '' when it does, and what loads it. */
export function restrictionIn(locator: string): { restricted: string; args: string } {
  const word = locator.startsWith(NOT) ? (locator.slice(NOT.length).split(' ', 1)[0] ?? '') : '';
  if (!WORDS.has(word)) return { restricted: '', args: locator };
  return { restricted: word, args: locator.slice(NOT.length + word.length + 1) };
}
