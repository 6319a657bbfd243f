import { z } from 'zod';

/** One easyconfig: what it says that it installs. Text that is not known is ''. */
export const Installation = z.object({
  name: z.string(),
  version: z.string(),
  /** `system` where nothing but the system's compiler was used. */
  toolchain: z.string(),
  /** Of the toolchain; '' for the system's. */
  toolchainVersion: z.string(),
  /** Such as `-CUDA-12.1.1`. */
  suffix: z.string(),
  /** Name of the file. */
  easyconfig: z.string(),
  /** Of the file, in hex; '' where it is not known. */
  sha256: z.string(),
});
export type Installation = z.infer<typeof Installation>;

/** All installations of one software in a tree, by version. */
export const Software = z.object({
  kind: z.literal('easybuild.software'),
  installations: z.array(Installation),
});
export type Software = z.infer<typeof Software>;
