import type { Software } from './schema.ts';

type Read = (text: string) => string;

const VERSION = String.raw`(\d+(?:\.\d+)*(?:[-+~_][\w.+~-]*|[a-z]+\d*)?)`;

function after(pattern: string): Read {
  const expression = new RegExp(`^[ \\t]*${pattern}${VERSION}`, 'm');
  return (text) => expression.exec(text)?.[1] ?? '';
}

/** `MLNX_OFED_LINUX-5.8-1.1.2.1:`, `OFED-internal-24.10-0.7.0:` (DOCA-OFED), `OFED-4.17-1:`; without -s another name in brackets. */
const ofed: Read = (text) =>
  /^((?:MLNX_|DOCA_|doca-)?OFED[\w.-]*\d)(?: \([\w.-]{1,60}\))?:?[ \t\r]*$/im.exec(text)?.[1] ?? '';

const libfabricItself = after('libfabric: ');

/**
 * `libfabric: 1.18.1`; a build from git says `1.20.0rc1` or `1.15.2.0`. The list of providers has numbers of their
 * own: those that come with libfabric make 118.10 of it (include/ofi_prov.h).
 */
const libfabric: Read = (text) => {
  const own = libfabricItself(text);
  if (own !== '') return own;
  const [, minor, revision] = /^[ \t]+version: 1(\d\d)\.(\d{1,3})$/m.exec(text) ?? [];
  return minor === undefined ? '' : `1.${Number(minor)}.${Math.floor(Number(revision) / 10)}`;
};

/** `# Library version: 1.15.0` from 1.14 on, `# Version 1.13.1`, and `# UCT version=1.8.0 revision cc2d05e` before. */
const ucx = after('# (?:Library version: |UCX version |Version |UCT version=)');

/** `pmix_info (PMIx) 4.2.2`, `PMIx: 3.2.3`, or the `Version: 4.2.2` of pmix.pc. */
const pmix = after('(?:pmix_info \\(.{0,40}\\) |PMIx: |OpenPMIx |Version: )');

/** `=== mmdiag: version ===` and `Current GPFS build: "5.1.9.2 ".` */
const gpfs = after('Current GPFS build: "');

/** `daos version 2.4.1, libdaos v2.4.1`. */
const daos = after('daos version v?');

/** `lctl 2.15.3`, `lfs 2.15.3`, `version=2.15.3`, and `lustre: 2.10.8` out of what versions before 2.11 print. */
export function lustreVersion(text: string): string {
  return after('(?:lctl |lfs |lustre: |Lustre version: |(?:version=\\s{0,4})?(?:lustre: )?)')(text);
}

export const programs: { part: string; name: Software['name']; read: Read }[] = [
  { part: 'ofed_info', name: 'OFED', read: ofed },
  { part: 'fi_info', name: 'libfabric', read: libfabric },
  { part: 'ucx_info', name: 'UCX', read: ucx },
  { part: 'pmix', name: 'PMIx', read: pmix },
  { part: 'pmix_info', name: 'PMIx', read: pmix },
  { part: 'lustre', name: 'Lustre', read: lustreVersion },
  { part: 'mmdiag', name: 'GPFS', read: gpfs },
  { part: 'daos', name: 'DAOS', read: daos },
];

/** Kernel modules of file systems, by the name that their makers give the file system. */
const MODULES: Record<string, Software['name']> = {
  lustre: 'Lustre',
  beegfs: 'BeeGFS',
  wekafsio: 'WekaFS',
  panfs: 'PanFS',
  orangefs: 'OrangeFS',
  dvs: 'DVS',
  mmfs26: 'GPFS',
  mmfslinux: 'GPFS',
  ceph: 'Ceph',
  quobyte: 'Quobyte',
};

/** Lines `module version`, as /sys/module has them. */
export function moduleVersions(text: string): Software[] {
  return text.split('\n').flatMap((line): Software[] => {
    const [module = '', ...rest] = line.trim().split(' ');
    const name = Object.hasOwn(MODULES, module) ? MODULES[module] : undefined;
    const version = rest.join(' ').trim();
    return name && version !== '' ? [{ name, version }] : [];
  });
}

/** Each name once, with the version that was told first; '' where its program told none. Sorted. */
export function softwareOf(found: Software[]): Software[] {
  const first = new Map<string, Software>();
  for (const one of found) if (!first.get(one.name)?.version) first.set(one.name, one);
  return [...first.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
