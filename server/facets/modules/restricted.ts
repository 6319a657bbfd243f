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
