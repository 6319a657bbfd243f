import { z } from 'zod';

/**
 * What is there of a package: installed by Spack, external (the system's, which Spack only knows), deprecated
 * (another took its place), missing (gone, but others depend on it), cached (to be had from a build cache),
 * asked (in a lock or specification, which does not tell whether it is installed).
 */
export const states = ['installed', 'external', 'deprecated', 'missing', 'cached', 'asked'] as const;

export const Package = z.object({
  name: z.string(),
  version: z.string(),
  /** `gcc@12.2.0`; '' where nothing was compiled or it is not told. */
  compiler: z.string(),
  /** As Spack writes them: `+mpi~cuda build_system=cmake`. */
  variants: z.string(),
  /** `linux-rhel8-zen2` */
  arch: z.string(),
  /** The DAG hash, 32 characters; fewer where a listing shows fewer. */
  hash: z.string(),
  namespace: z.string(),
  state: z.enum(states),
  /** Asked for by somebody, or there because another needs it; null where that is not told. */
  explicit: z.boolean().nullable(),
  /** Folder, relative to the store where it is inside; of an external one where the system has it. */
  prefix: z.string(),
  /** Hash of the package that took the place of a deprecated one. */
  deprecatedFor: z.string(),
});
export type Package = z.infer<typeof Package>;

export const Store = z.object({
  kind: z.literal('spack.store'),
  /** Folder of the Spack that loads its packages; '' where none was found. */
  instance: z.string(),
  /** Version of that Spack. */
  spack: z.string(),
  /** Version of the database's format. */
  database: z.string(),
  packages: z.array(Package),
});
export type Store = z.infer<typeof Store>;
