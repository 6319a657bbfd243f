import { z } from 'zod';

export const InstalledKernel = z.object({
  release: z.string(),
  /** In /boot, or beside its modules: a boot loader could start it. */
  image: z.boolean(),
  modules: z.boolean(),
});
export type InstalledKernel = z.infer<typeof InstalledKernel>;

/** Text is '' when not known; a node image has no running kernel. */
export const Kernel = z.object({
  kind: z.literal('kernel.node'),
  system: z.string(),
  release: z.string(),
  version: z.string(),
  machine: z.string(),
  /** Oldest first; null when neither /boot nor /lib/modules can be read. */
  installed: z.array(InstalledKernel).nullable(),
  /** The newest installed release of the running one's flavour. */
  newest: z.string(),
  /** null when it cannot be told. */
  rebootPending: z.boolean().nullable(),
  /** As the processors say it; several where sockets differ. */
  microcode: z.array(z.string()),
  /** Processor flags as this kernel shows them, sorted. */
  flags: z.array(z.string()),
  /** The page that old programs call, on x86_64; absent where nothing says it, as an older agent. */
  vsyscall: z.enum(['mapped', 'execute only', 'none']).optional(),
});
export type Kernel = z.infer<typeof Kernel>;
