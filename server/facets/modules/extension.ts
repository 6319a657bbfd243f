import { parsedJson } from './json.ts';

/** Stands before the locator of an extension; no module's arguments begin so (they begin with no plus but `+use`). */
const EXTENSION = '+in ';

/** The locator of an extension: the module that brings it, as JSON text, then what loads this module. */
export function extensionLocator(fullName: string, args: string): string {
  return `${EXTENSION}${JSON.stringify(fullName)} ${args}`;
}

/** The module that brings an extension, and what loads it; undefined for the locator of a module. */
export function extensionOf(locator: string): { module: string; args: string } | undefined {
  if (!locator.startsWith(EXTENSION)) return undefined;
  const text = /^"(?:[^"\\]|\\.)*"/.exec(locator.slice(EXTENSION.length))?.[0];
  if (text === undefined) return undefined;
  const module = parsedJson(text);
  return 'value' in module && typeof module.value === 'string'
    ? { module: module.value, args: locator.slice(EXTENSION.length + text.length + 1) }
    : undefined;
}
