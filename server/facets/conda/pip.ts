import type { PipPackage } from './schema.ts';

/** PEP 503: case, and runs of hyphen, underscore and dot, do not tell names apart. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Names in one form, each name and version once, in one order. */
export function sortedPip(pip: PipPackage[]): PipPackage[] {
  const found = new Map<string, PipPackage>();
  for (const { name, version } of pip)
    found.set(`${folded(name)}\0${version}`, { name: folded(name), version });
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

const ENDING = /\.(dist-info|egg-info|egg|egg-link)$/;

/**
 * What lies in site-packages, a name a line, without what conda packages left there (`owned`):
 * `<name>-<version>.dist-info`, `<name>-<version>-py3.9-<platform>.egg-info` (PyPA, "Recording installed
 * projects"), the same with `.egg` for a whole package of setuptools, and `<name>.egg-link` for one that is
 * edited elsewhere. Versions have no hyphen, names in older folders may. A ~ stands in front of what pip was
 * about to remove when it was interrupted.
 */
export function pipOf(text: string, owned: ReadonlySet<string> = new Set()): PipPackage[] {
  const found: PipPackage[] = [];
  for (const line of text.split('\n')) {
    if (!ENDING.test(line) || line.startsWith('~') || owned.has(line)) continue;
    const base = line.replace(ENDING, '');
    if (line.endsWith('.egg-link')) {
      if (base !== '') found.push({ name: base, version: '' });
      continue;
    }
    const whole = base.replace(/-py\d(\.\d{1,2})?(-[^/]*)?$/, '');
    const hyphen = whole.lastIndexOf('-');
    const name = hyphen === -1 ? whole : whole.slice(0, hyphen);
    if (name !== '') found.push({ name, version: hyphen === -1 ? '' : whole.slice(hyphen + 1) });
  }
  return sortedPip(found);
}

const R_PACKAGE = /\/R\/library\/([^/]+)\/DESCRIPTION$/;
const FOLDER = /\/site-packages\/([^/]+\.(?:dist-info|egg-info|egg))(?:\/|$)/;

/** Names in site-packages, and `R/<package>` in the library of R, among the files that a whole record lists. */
export function foldersOf(record: Record<string, unknown>): string[] {
  const files = Array.isArray(record.files) ? record.files : [];
  return files.flatMap((file) => {
    if (typeof file !== 'string') return [];
    const [, folder] = FOLDER.exec(file) ?? [];
    const [, package_] = R_PACKAGE.exec(file) ?? [];
    return folder ?? (package_ === undefined ? [] : `R/${package_}`);
  });
}
