import { Module } from './schema.ts';

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

/** Stands before what loads a restricted module, in its locator. */
const RESTRICTED = '+not ';

export function restrictedLocator({ restricted }: Module, args: string): string {
  return restricted === '' || args === '' ? args : `${RESTRICTED}${restricted} ${args}`;
}

/** Why a module is restricted, '' when it is not, and what loads it. */
export function restrictionIn(locator: string): { restricted: Module['restricted']; args: string } {
  const word = locator.startsWith(RESTRICTED) ? locator.slice(RESTRICTED.length).split(' ', 1)[0] : undefined;
  const known = Module.shape.restricted.safeParse(word);
  if (word === undefined || !known.success) return { restricted: '', args: locator };
  return { restricted: known.data, args: locator.slice(RESTRICTED.length + word.length + 1) };
}
