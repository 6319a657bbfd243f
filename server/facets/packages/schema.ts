import { z } from 'zod';

/** The program whose database lists a package. */
export const Manager = z.enum(['dpkg', 'rpm', 'apk', 'pacman']);
export type Manager = z.infer<typeof Manager>;

/** One installed package. Text that is not told is ''. */
export const Package = z.object({
  manager: Manager,
  name: z.string(),
  /** Whole, as the database has it: `1:2.3.4-5`, `2.3.4-5.el9`, `1.2.5-r9`. */
  version: z.string(),
  /** As the manager calls it: amd64, x86_64, noarch, all. */
  architecture: z.string(),
  /** The source package that it was built from, where that has another name. */
  source: z.string(),
  /** Who built it, as rpm tells. */
  vendor: z.string(),
});
export type Package = z.infer<typeof Package>;

export const Packages = z.object({
  kind: z.literal('packages.node'),
  /** The databases that were read; a node may have two. */
  managers: z.array(Manager),
  /** Sorted, each once; several versions of one package are several rows. */
  packages: z.array(Package),
});
export type Packages = z.infer<typeof Packages>;
