import { NAME, pack, type Read, readLines, VERSION } from './rows.ts';
import type { Package } from './schema.ts';

/** What our agent asks rpm for, one package a line, tabs between. */
export const RPM_FORMAT =
  '%{NAME}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\t%{SOURCERPM}\\t%{VENDOR}\\n';

const told = (text = '') => (text === '(none)' ? '' : text);

/** Lines of RPM_FORMAT. */
export function readRpmTable(text: string): Read {
  return readLines(text, (line) => {
    // The vendor comes last, since it may hold anything, a tab too.
    const [name = '', epoch = '', version = '', release = '', architecture = '', source = '', ...vendor] =
      line.split('\t').map(told);
    if (vendor.length === 0 || !NAME.test(name) || !VERSION.test(version)) return undefined;
    return pack('rpm', {
      name,
      version: `${epoch === '' || epoch === '0' ? '' : `${epoch}:`}${version}-${release}`,
      architecture,
      source: source.replace(/-[^-]+-[^-]+\.(?:no)?src\.rpm$/, ''),
      vendor: vendor.join(' '),
    });
  });
}

const ARCHITECTURES =
  /^(?:noarch|x86_64(?:_v[234])?|i[3-6]86|aarch64|ppc64(?:le|p7)?|s390x?|riscv64|armv\w+|ia64|athlon|geode|loongarch64|src|amd64)$/;

/** How the builders of a distribution mark a release. */
const DISTRIBUTION = /\.(?:el|fc|rhel|amzn|sles?|lp|mga|azl|oe|cm)\d/;

/** name-version-release.architecture, as `rpm -q` prints it (rpm's NEVRA); the name may hold dashes and digits. */
export function splitNevra(text: string): Package | undefined {
  const dot = text.lastIndexOf('.');
  const end = dot > 0 ? text.slice(dot + 1) : '';
  const known = ARCHITECTURES.test(end) || end === '(none)';
  const rest = known ? text.slice(0, dot) : text;
  const parts = /^(.+)-([^-]+)-([^-]+)$/.exec(rest);
  const [, name = '', upstream = '', release = ''] = parts ?? [];
  // Keys that rpm trusts stand among the packages, without an architecture; before rpm 4.8 all do.
  if (!known && name !== 'gpg-pubkey' && !DISTRIBUTION.test(release)) return undefined;
  // An epoch is printed by dnf, before the name or before the version.
  const front = /^(\d+):(.+)$/.exec(name);
  const version = `${front ? `${front[1]}:` : ''}${upstream}-${release}`.replace(/^0:/, '');
  const plain = front?.[2] ?? name;
  if (!NAME.test(plain) || !VERSION.test(version)) return undefined;
  return pack('rpm', { name: plain, version, architecture: end === '(none)' || !known ? '' : end });
}

/** `rpm -qa`, and with `--last` a date behind white space. */
export function readRpmNames(text: string): Read {
  return readLines(text, (line) => {
    const [word = '', ...date] = line.trim().split(/\s+/);
    if (date.length > 0 && !/\d{4}/.test(line)) return undefined;
    return splitNevra(word);
  });
}

const END_OF_NAME = /:(?:[a-z0-9-]+)$/;

/** `dpkg -l`: state, name, version, architecture, description; desired and status letters of dpkg-query(1). */
export function readDpkgList(text: string): Read {
  return readLines(text, (line) => {
    if (/^(?:Desired=|\| |\|\/|\|\|\/|\+\+\+-)/.test(line)) return '';
    const [, state = '', name = '', version = '', architecture = ''] =
      /^([uihrp][ncHUFWti ][R ]?)\s+(\S+)\s+(\S+)(?:\s+(\S+))?/.exec(line) ?? [];
    if (state === '') return undefined;
    // i installed, t and W wait for triggers; c only its configuration is left, n nothing.
    if (!['i', 't', 'W'].includes(state[1] ?? '')) return '';
    const plain = name.replace(END_OF_NAME, '');
    if (!NAME.test(plain) || !VERSION.test(version)) return undefined;
    return pack('dpkg', {
      name: plain,
      version,
      architecture: /^[a-z0-9-]+$/.test(architecture) ? architecture : '',
    });
  });
}

/** `dpkg-query -W`: name, tab, version. What has no version is not installed. */
export function readDpkgQuery(text: string): Read {
  return readLines(text, (line) => {
    const [name = '', version = '', ...more] = line.split('\t');
    const plain = name.trim().replace(END_OF_NAME, '');
    if (more.length > 0 || !NAME.test(plain)) return undefined;
    if (version.trim() === '') return '';
    return VERSION.test(version.trim())
      ? pack('dpkg', { name: plain, version: version.trim(), architecture: /:(.+)$/.exec(name)?.[1] ?? '' })
      : undefined;
  });
}

/** `apt list --installed`: `bash/stable,now 5.2.15-2+b2 amd64 [installed]`. */
export function readAptList(text: string): Read {
  return readLines(text, (line) => {
    if (/^(?:Listing\.\.\.|WARNING: apt |N: )/.test(line)) return '';
    const [, name = '', version = '', architecture = '', state = ''] =
      /^([^\s/]+)\/\S* (\S+) (\S+)(?: \[([^\]]*)\])?$/.exec(line.trimEnd()) ?? [];
    if (!NAME.test(name) || !VERSION.test(version)) return undefined;
    return state.startsWith('installed') || state.startsWith('residual') || state === ''
      ? state.startsWith('installed')
        ? pack('dpkg', { name, version, architecture })
        : ''
      : '';
  });
}

/** `dnf list --installed`, `yum list installed`: three columns; long ones go on in the next line. */
export function readDnfList(text: string): Read {
  const joined = text
    .replace(/^(\S+)[ \t]*\r?\n[ \t]+(?=\S+[ \t]+@?\S+)/gm, '$1 ')
    .replace(/^(\S+[ \t]+\S+)[ \t]*\r?\n[ \t]+(?=@?\S+[ \t]*$)/gm, '$1 ');
  return readLines(joined, (line) => {
    if (
      /^(?:\s+: |Installed [Pp]ackages|Loaded plugins:|Last metadata|Updating |Loading |Not root|Repository )/.test(
        line,
      )
    )
      return '';
    const [word = '', version = '', , ...more] = line.trim().split(/\s+/);
    const dot = word.lastIndexOf('.');
    const name = word.slice(0, dot);
    const architecture = word.slice(dot + 1);
    if (more.length > 0 || !ARCHITECTURES.test(architecture)) return undefined;
    if (!NAME.test(name) || !VERSION.test(version)) return undefined;
    return pack('rpm', { name, version: version.replace(/^0:/, ''), architecture });
  });
}

/** `zypper search -is`, `zypper packages -i`: a table with bars; only the detailed one has versions. */
export function readZypper(text: string): Read {
  let columns: string[] = [];
  return readLines(text, (line) => {
    if (!line.includes('|'))
      return /^(?:-+\+|Loading |Reading |Note: |Warning: )/.test(line.trim()) || /^[-+]+$/.test(line.trim())
        ? ''
        : undefined;
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.includes('Name') && cells[0] === 'S') {
      columns = cells;
      return '';
    }
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    if (columns.length === 0 || cells.length !== columns.length) return undefined;
    if (!(cells[0] ?? '').startsWith('i')) return '';
    if (columns.includes('Type') && cell('Type') !== 'package') return '';
    const [name, version] = [cell('Name'), cell('Version')];
    if (!NAME.test(name) || !VERSION.test(version)) return undefined;
    return pack('rpm', { name, version, architecture: cell('Arch') });
  });
}

/** name-version-rN, as apk prints it. */
function splitApk(text: string): { name: string; version: string } | undefined {
  const [, name = '', version = ''] = /^(.+?)-(\d[^-]*-r\d+)$/.exec(text) ?? [];
  return NAME.test(name) && VERSION.test(version) ? { name, version } : undefined;
}

/** `apk info -v` (one word a line), `apk list -I` (architecture, origin, licence and state after it). */
export function readApkList(text: string): Read {
  return readLines(text, (line) => {
    if (/^WARNING: /.test(line)) return '';
    const [word = '', architecture = '', origin = ''] = line.trim().split(/\s+/);
    const found = splitApk(word);
    if (!found) return undefined;
    if (architecture !== '' && architecture !== '-' && !line.includes('[installed]')) return '';
    const listed = ARCHITECTURES.test(architecture) || architecture === 'x86';
    return pack('apk', {
      ...found,
      architecture: listed ? architecture : '',
      source: /^\{([^}]+)\}$/.exec(origin)?.[1] ?? '',
    });
  });
}

/** `pacman -Q`: name, version-release. */
export function readPacman(text: string): Read {
  return readLines(text, (line) => {
    const [name = '', version = '', ...more] = line.trim().split(' ');
    if (more.length > 0 || !NAME.test(name) || !/-\d+(?:\.\d+)?$/.test(version) || !VERSION.test(version))
      return undefined;
    return pack('pacman', { name, version });
  });
}
