import type { ImageContents } from './schema.ts';

/**
 * C libraries by the paths of their files. Up to glibc 2.33 the file carries the version (`libc-2.28.so`), and libc.so.6 is
 * a link to it; from 2.34 on it is the file itself, and says no more than that.
 */
export function libcsOf(paths: string[]): NonNullable<ImageContents['libc']> {
  const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  const versions = names.flatMap((name) => /^libc-(2\.\d{1,3})\.so$/.exec(name)?.[1] ?? []);
  const isLater = versions.length === 0 && names.includes('libc.so.6');
  const glibc = [...new Set(isLater ? ['2.34'] : versions)].sort();
  return [
    ...glibc.map((version) => ({ name: 'glibc' as const, version })),
    ...(names.some((name) => name.startsWith('ld-musl-')) ? [{ name: 'musl' as const, version: '' }] : []),
  ];
}
