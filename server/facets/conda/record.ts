import { channelName, isSubdir, withoutSecrets } from './channel.ts';
import type { Package } from './schema.ts';

/** `name-version-build` of a package file or record; null when the text is none. */
export function fileNameParts(text: string): { name: string; version: string; build: string } | null {
  const base = text.replace(/^.*[\\/]/, '').replace(/\.(json|conda|tar\.bz2)$/, '');
  const last = base.lastIndexOf('-');
  const middle = base.lastIndexOf('-', last - 1);
  if (middle <= 0 || last === base.length - 1) return null;
  return { name: base.slice(0, middle), version: base.slice(middle + 1, last), build: base.slice(last + 1) };
}

/** What the name of a record tells of its package, where the record itself is broken: what is installed stays so. */
export function packageNamed(file: string): Package | null {
  const named = file.endsWith('.json') ? fileNameParts(file) : null;
  return named && { ...named, subdir: '', channel: '', sha256: '', md5: '' };
}

/** conda writes <unknown> after an installation from a file, and defaults for several channels at once. */
const NOT_TOLD: ReadonlySet<string> = new Set(['', '<unknown>', 'defaults']);

const HEX = /^[0-9a-f]+$/;

/**
 * A record of conda-meta as a package; null when it names none. Keys differ between conda 4 and 26,
 * mamba and rattler: what is missing is taken from the address or the file's name.
 */
export function packageOf(record: Record<string, unknown>, file: string): Package | null {
  const text = (key: string) => {
    const value = record[key];
    return typeof value === 'string' ? value : '';
  };
  const named = fileNameParts(text('fn') || text('url') || file);
  const name = text('name') || named?.name || '';
  const version = text('version') || named?.version || '';
  if (name === '' || version === '') return null;
  const address = withoutSecrets(text('url')).split('/');
  const place = address.at(-2) ?? '';
  const source = isSubdir(place) ? address.slice(0, -2).join('/') : '';
  const said = text('channel') || text('schannel');
  const md5 = text('md5').toLowerCase();
  const sha256 = text('sha256').toLowerCase();
  return {
    name,
    version,
    build: text('build') || text('build_string') || named?.build || '',
    subdir: text('subdir') || (isSubdir(place) ? place : ''),
    channel: channelName((NOT_TOLD.has(said) && source) || said.replace('<unknown>', '')),
    sha256: sha256.length === 64 && HEX.test(sha256) ? sha256 : '',
    md5: md5.length === 32 && HEX.test(md5) ? md5 : '',
  };
}

/** Canonical order, and one row of rows that are equal. */
export function sortedPackages(packages: Package[]): Package[] {
  const key = (one: Package) =>
    [one.name, one.version, one.build, one.subdir, one.channel, one.sha256, one.md5].join('\0');
  const rows = new Map(packages.map((one) => [key(one), one]));
  return [...rows].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
