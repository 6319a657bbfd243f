import { textsOf } from './json.ts';

/** What a module provides, each once. Lmod 8.2 keeps what one call of extensions() says as one text. */
export function providedOf(value: unknown): string[] {
  const names = textsOf(value).flatMap((text) => text.split(','));
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].sort();
}

/** A segment that a version begins with: `1`, `2.8.2`, `1.0rc1`, `v3.0.17`; not the `3d` of a name. */
const VERSION = /^v?\d+(?:\.\w+)*$/;

/**
 * The extensions that EasyBuild names in a whatis text, `numpy-1.26.4, python-dateutil-2.8.2, abc-1.4-5`, as Lmod writes
 * them. It joins name and version by a dash, which both may hold: the version begins at the first segment that looks like one.
 */
export function extensionsIn(text: string): string[] {
  return text.split(',').flatMap((one) => {
    const segments = one.trim().split('-');
    const at = segments.findIndex((segment, index) => index > 0 && VERSION.test(segment));
    if (at === -1 || segments[0] === '' || /\s/.test(one.trim())) return [];
    return [`${segments.slice(0, at).join('-')}/${segments.slice(at).join('-')}`];
  });
}
