import type { OperatingSystem } from './schema.ts';

export type Libc = Pick<OperatingSystem, 'libc' | 'libcVersion'>;

/**
 * The banner inside the GNU library (`GNU C Library (...) stable release version 2.28`), what `ldd --version` says
 * (`ldd (GNU libc) 2.28`), or what the loader of musl and Alpine's package list say (`Version 1.2.4`, `V:1.2.4-r2`).
 */
export function parseLibc(text: string): Libc {
  const banner = /^GNU C Library .*release version (\d+(?:\.\d+)*)/m.exec(text)?.[1];
  if (banner !== undefined) return { libc: 'glibc', libcVersion: banner };
  if (/^musl\b/m.test(text)) {
    const version = /^Version (\d[\w.]*)/m.exec(text)?.[1] ?? /^V:(\d+(?:\.\d+)*)/m.exec(text)?.[1];
    return { libc: 'musl', libcVersion: version ?? '' };
  }
  const [, packed = '', version = ''] = /^ldd \(([^)\n]*)\) (\d+(?:\.\d+)*)/m.exec(text) ?? [];
  return /GNU|GLIBC/i.test(packed)
    ? { libc: 'glibc', libcVersion: version }
    : { libc: 'unknown', libcVersion: '' };
}
