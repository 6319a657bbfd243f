import { spackHash } from '../names/spack.ts';
import { toolchainAt } from '../names/toolchains.ts';
import type { Comparable } from './match.ts';

/** Kinds of digests that stand for bytes. Digests of different kinds say nothing about each other. */
export const digestKinds: readonly string[] = [
  'sif',
  'oci-manifest',
  'oci-config',
  'conda-sha256',
  'conda-md5',
];

export const isDigest = (mark: string): boolean =>
  digestKinds.includes(mark.slice(0, Math.max(0, mark.indexOf(':'))));

/**
 * What identifies a build wherever it is: conda's build string with its hash, which tags of biocontainers embed, the digits of
 * a Wave container, or Spack's DAG hash. '' for builds that say only what something was built with, or how often.
 */
export function buildOf({ build, provider }: Pick<Comparable, 'build' | 'provider'>): string {
  if (build === '' || provider === 'system' || provider === 'venv') return '';
  if (provider === 'spack') return spackBuild(spackHash(build));
  if (/h[0-9a-f]{7}(?:_|$)/.test(build) || /^[0-9a-f]{16}$/.test(build)) return `conda ${build}`;
  // Behind a compiler any word of seven letters could be a hash: in a module's name it has to look like one (base 32).
  return provider === 'module' && isBase32(spackHash(build)) ? spackBuild(spackHash(build)) : '';
}

/** Module names carry the beginning of the hash that a database has in full. */
const spackBuild = (hash: string) => (hash === '' ? '' : `spack ${hash.slice(0, 7)}`);

const isBase32 = (hash: string) => /^[a-z2-7]{7,32}$/.test(hash) && /[2-7]/.test(hash);

/** EasyBuild's toolchain of a module; with name, version and suffix it names a recipe. */
export function recipeOf({ build, provider }: Pick<Comparable, 'build' | 'provider'>): string {
  if (provider !== 'module') return '';
  return toolchainAt(build.split('-', 8), 0)?.kind === 'easybuild' ? build : '';
}

/** Major and minor number of a version; the whole version where there are none (`2023a`, `9`). */
export function release(version: string): string {
  return /^v?(\d{1,9}\.\d{1,9})(?![\d])/.exec(version)?.[1] ?? version;
}
