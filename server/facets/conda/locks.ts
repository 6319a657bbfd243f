import { objectOf } from './json.ts';
import { readCondaLock } from './lockConda.ts';
import { readRattlerLock } from './lockRattler.ts';
import type { ListedLock } from './lockRows.ts';
import { yamlTexts } from './yaml.ts';

/** A lock in YAML: conda-lock's, or rattler's and pixi's of any version. */
function yamlLock(
  read: (file: Record<string, unknown>, where: string, text: string) => ListedLock | null,
  sign: RegExp,
): (text: string, where: string, yaml?: () => unknown) => ListedLock | null {
  // The value of the text may be there already: to read a long one takes seconds.
  return (text, where, yaml = () => yamlTexts(text)) => {
    if (!sign.test(text)) return null;
    const file = objectOf(yaml());
    return file && read(file, where, text);
  };
}

export const parseCondaLock = yamlLock(readCondaLock, /^['"]?package['"]?:/m);
export const parsePixiLock = yamlLock(readRattlerLock, /^environments:/m);
