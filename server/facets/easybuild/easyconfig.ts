import type { Installation } from './schema.ts';

type Named = Omit<Installation, 'easyconfig' | 'sha256'>;

const LINE = /^(name|version|versionprefix|versionsuffix|toolchain)[ \t]*=[ \t]*(.*)$/;
const TEXT = /^[fr]?(?:'([^'\\]*)'|"([^"\\]*)")[ \t]*(?:#.*)?$/;

/**
 * What an easyconfig installs ("Writing easyconfig files" of EasyBuild's documentation): assignments of Python, of which
 * those that name it are read where they are plain texts. Null where the text gives neither name nor version.
 *
 * @param folder the name of the installation's folder, `<version>-<toolchain>-<its version><suffix>`, which tells a
 *   suffix that is put together from templates; '' where it is not known
 */
export function easyconfigOf(text: string, folder: string): Named | null {
  const said = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key, value = ''] = LINE.exec(line.trimEnd()) ?? [];
    // The first counts: later lines that look so stand in a description of several lines.
    if (key !== undefined && !said.has(key)) said.set(key, value);
  }
  const name = plain(said.get('name'));
  const version = plain(said.get('version'));
  if (!name || !version) return null;
  const { toolchain, toolchainVersion } = toolchainOf(said.get('toolchain') ?? '');
  const prefix = plain(said.get('versionprefix')) ?? '';
  const start = prefix + version + (toolchainVersion === '' ? '' : `-${toolchain}-${toolchainVersion}`);
  const told = folder.startsWith(start) ? folder.slice(start.length) : undefined;
  return {
    name,
    version: prefix + version,
    toolchain,
    toolchainVersion,
    suffix: told ?? plain(said.get('versionsuffix')) ?? '',
  };
}

/** A text without templates, which stand as `%(name)s` and, in newer files, as `{name}`. */
function plain(value: string | undefined): string | undefined {
  const found = TEXT.exec(value ?? '');
  const text = found?.[1] ?? found?.[2];
  return text === undefined || /%\(|\{/.test(text) ? undefined : text;
}

/** A dictionary with name and version, or the constant SYSTEM; dummy was its name before EasyBuild 4. */
function toolchainOf(value: string): { toolchain: string; toolchainVersion: string } {
  const of = (key: string) => {
    const found = new RegExp(`['"]${key}['"]\\s{0,9}:\\s{0,9}(?:'([^']*)'|"([^"]*)")`).exec(value);
    return found?.[1] ?? found?.[2] ?? '';
  };
  const name = of('name');
  if (/^SYSTEM\b/.test(value) || name === 'system' || name === 'dummy')
    return { toolchain: 'system', toolchainVersion: '' };
  return { toolchain: name, toolchainVersion: of('version') };
}

/** One order, and one row of rows that are equal. */
export function sortedInstallations(rows: Installation[]): Installation[] {
  const found = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
