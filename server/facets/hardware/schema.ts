import { z } from 'zod';

/** What a machine is made of. Text is '' and numbers are null when not known. */
export const Hardware = z.object({
  kind: z.literal('hardware.node'),
  /** As `uname -m` says it: x86_64, aarch64, ppc64le. */
  architecture: z.string(),
  vendor: z.string(),
  /** Different processors in one machine are joined by ' + '. */
  model: z.string(),
  sockets: z.number().int().positive().nullable(),
  cores: z.number().int().positive().nullable(),
  threads: z.number().int().positive().nullable(),
  /** x86-64-v1 to x86-64-v4 (x86-64 psABI, "micro-architecture levels"); '' for other architectures. */
  level: z.string(),
  /** Instruction set extensions that programs may be built for, sorted; [] on x86, where the level says it. */
  features: z.array(z.string()),
  memoryBytes: z.number().int().positive().nullable(),
  numaNodes: z.number().int().positive().nullable(),
});
export type Hardware = z.infer<typeof Hardware>;
