import { NAME, pack, type Read, VERSION } from './rows.ts';
import type { Package } from './schema.ts';

interface Stanza {
  line: number;
  fields: Map<string, string>;
}

/** Blocks of `Field: value` lines with empty lines between; continuation lines begin with white space. */
function stanzasOf(text: string): Stanza[] {
  const stanzas: Stanza[] = [];
  let open: Stanza | undefined;
  text.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '') {
      open = undefined;
      return;
    }
    if (/^\s/.test(line)) return;
    if (!open) {
      open = { line: at + 1, fields: new Map() };
      stanzas.push(open);
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    // Of a field that is told twice the first counts.
    if (!open.fields.has(field)) open.fields.set(field, colon < 0 ? '' : line.slice(colon + 1).trim());
  });
  return stanzas;
}

function read(text: string, one: (fields: Map<string, string>) => Package | '' | undefined): Read {
  const result: Read = { packages: [], problems: [] };
  for (const { line, fields } of stanzasOf(text)) {
    const found = one(fields);
    if (found === undefined) {
      const shown = [...fields].slice(0, 2).map(([field, value]) => `${field}: ${value}`);
      result.problems.push({ line, text: shown.join('; '), message: 'a block that names no package' });
    } else if (found !== '') result.packages.push(found);
  }
  return result;
}

/**
 * dpkg's database, /var/lib/dpkg/status and status.d (deb-status(5)): what is `installed`, held back or
 * waiting for triggers included. A block without Status, as in status.d of images without dpkg, is installed.
 */
export function readDpkgStatus(text: string): Read {
  return read(text, (fields) => {
    const name = fields.get('Package') ?? '';
    const version = fields.get('Version') ?? '';
    const state = (fields.get('Status') ?? 'install ok installed').split(/\s+/)[2] ?? '';
    if (!['installed', 'triggers-pending', 'triggers-awaited'].includes(state))
      return NAME.test(name) ? '' : undefined;
    if (!NAME.test(name) || !VERSION.test(version)) return undefined;
    // `Source: glibc (2.36-9)` where the source's version differs.
    const source = (fields.get('Source') ?? '').split(' ')[0] ?? '';
    return pack('dpkg', { name, version, architecture: fields.get('Architecture') ?? '', source });
  });
}

/** Alpine's database, /lib/apk/db/installed: P name, V version, A architecture, o origin (apk-tools' doc/apk-package). */
export function readApkInstalled(text: string): Read {
  return read(text, (fields) => {
    const [name = '', version = ''] = [fields.get('P'), fields.get('V')];
    if (!NAME.test(name) || !VERSION.test(version)) return undefined;
    return pack('apk', { name, version, architecture: fields.get('A') ?? '', source: fields.get('o') ?? '' });
  });
}

/** Arch's database as the agent tells it: of each package's `desc` the fields NAME, VERSION, BASE and ARCH (libalpm). */
export function readPacmanLocal(text: string): Read {
  return read(text, (fields) => {
    const [name = '', version = ''] = [fields.get('NAME'), fields.get('VERSION')];
    if (!NAME.test(name) || !VERSION.test(version)) return undefined;
    const [architecture = '', source = ''] = [fields.get('ARCH'), fields.get('BASE')];
    return pack('pacman', { name, version, architecture, source });
  });
}

/** `rpm -qi`: `Name        : bash`; its first field begins a new block where no empty line stands between. */
export function readRpmInfo(text: string): Read {
  const blocks = text.replace(/^(?=Name {2,}:)/gm, '\n').replace(/^(\w[\w ]{0,40}?) {0,40}:/gm, '$1:');
  // A description may hold anything, empty lines and lines with colons too.
  const described = blocks.replace(/^Description:[^\n]*(?:\n(?!\nName:)[^\n]*)*/gm, '');
  return read(described, (fields) => {
    const told = (name: string) => {
      const value = fields.get(name) ?? '';
      return value === '(none)' || value === '(not installed)' ? '' : value;
    };
    const [name, upstream, release] = [told('Name'), told('Version'), told('Release')];
    if (!NAME.test(name) || upstream === '') return undefined;
    const epoch = told('Epoch');
    // Old rpm prints two columns: `Version : 4.1   Vendor: Red Hat`.
    const [version = ''] = upstream.split(/\s{2,}/);
    const whole = `${epoch === '' || epoch === '0' ? '' : `${epoch}:`}${version}-${release.split(/\s{2,}/)[0]}`;
    const source = told('Source RPM').replace(/-[^-]+-[^-]+\.(?:no)?src\.rpm$/, '');
    return pack('rpm', {
      name,
      version: whole,
      architecture: told('Architecture'),
      source,
      vendor: told('Vendor'),
    });
  });
}
