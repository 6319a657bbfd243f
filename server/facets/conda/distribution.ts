import { folded } from './pip.ts';

/** Name and version of a wheel or source archive (PyPA, "File name convention"); null for others. */
export function distributionParts(address: string): { name: string; version: string } | null {
  const file = address.replace(/[?#].*$/, '').replace(/^.*[\\/]/, '');
  const wheel = /^([^-]+)-([^-]+)(?:-[^-]+){3,4}\.whl$/.exec(file);
  if (wheel) return { name: folded(wheel[1] ?? ''), version: decoded(wheel[2] ?? '') };
  const source = /^(.+)-(\d[^-]*)\.(?:tar\.(?:gz|bz2|xz)|zip|tgz)$/.exec(file);
  return source ? { name: folded(source[1] ?? ''), version: decoded(source[2] ?? '') } : null;
}

const decoded = (version: string) => version.replace(/%2B/gi, '+').replace(/_/g, '-');
