import type { Kernel } from './schema.ts';

export type Running = Pick<Kernel, 'system' | 'release' | 'version' | 'machine'>;

const RELEASE = /^\d+\.\d+/;

/** What `uname -s` says where it is not Linux: a program's own version may look like a line of uname. */
const SYSTEM =
  /^(?:Linux|Darwin|(?:Free|Open|Net|Midnight)BSD|DragonFly|SunOS|AIX|HP-UX|GNU(?:\/k\w+)?|(?:CYGWIN|MINGW|MSYS|UCRT|CLANG)\w*[\w.-]*|Haiku|OSF1|IRIX(?:64)?|Minix|QNX|UNICOS\S*|Unix\S*)$/;

/** Architectures as kernels name them; the first such word behind the version is the machine. */
const MACHINE =
  /^(?:x86_64|amd64|i[3-6]86|i86pc|aarch64(?:_be)?|arm64|armv\d\w*|arm|ppc(?:64)?(?:le)?|powerpc(?:64)?(?:le)?|riscv(?:32|64)?|s390x?|loongarch(?:32|64)|mips\w*|sparc\w*|sun4[uv]|alpha|ia64|parisc\w*|m68k|sh4\w*)$/;

/** A line of uname(1) with any of its options but -n; null when it is none. */
export function parseUname(text: string): Running | null {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  const found = line.split(/\s+/).filter((word) => word !== '');
  const [first = '', ...rest] = found;
  // uname -r, or -rv, -rm; two numbers alone are of anything, as in /etc/debian_version.
  if (RELEASE.test(first) && (rest.length > 0 || /^\d+\.\d+(?:\.\d|-[A-Z])/.test(first)))
    return { system: '', release: first, ...tail(rest) };
  if (!SYSTEM.test(first)) return null;
  const system = first;
  if (rest.length === 0) return { system, release: '', version: '', machine: '' };
  // With -n the host name comes first, and a host may be named like a release.
  const at = RELEASE.test(rest[1] ?? '') || !RELEASE.test(rest[0] ?? '') ? 1 : 0;
  const release = rest[at] ?? '';
  if (!RELEASE.test(release)) return null;
  return { system, release, ...tail(rest.slice(at + 1)) };
}

/**
 * Version and machine. Behind the machine GNU's uname has the processor, the platform and the system,
 * where known; Gentoo's has the processor's whole name there. BSD and macOS end in the machine.
 */
function tail(words: string[]): Pick<Running, 'version' | 'machine'> {
  const at = words.findIndex((word) => MACHINE.test(word));
  if (at !== -1) return { version: words.slice(0, at).join(' '), machine: words[at] ?? '' };
  const isSystem = /^(?:GNU\/)?Linux$/.test(words.at(-1) ?? '');
  return { version: (isSystem ? words.slice(0, -1) : words).join(' '), machine: '' };
}

/**
 * /proc/version (proc(5)): `Linux version 5.14.0-503.el9.x86_64 (who@where) (gcc ...) #1 SMP ...`. It does not say
 * the machine. The version is from the last ` #` on, as compilers have none.
 */
export function parseProcVersion(text: string): Running | null {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  const release = /^Linux version (\d\S*)/.exec(line)?.[1];
  if (release === undefined) return null;
  const at = line.lastIndexOf(' #');
  return { system: 'Linux', release, version: at < 0 ? '' : line.slice(at + 1).trim(), machine: '' };
}
