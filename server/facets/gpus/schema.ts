import { z } from 'zod';

/** Instances of one MIG profile on one card. */
export const MigDevices = z.object({
  /** As `nvidia-smi -L` names it: `1g.10gb`, `1c.3g.71gb`; '' where only sizes are told. */
  profile: z.string(),
  multiprocessors: z.number().int().nullable(),
  memoryMiB: z.number().int().nullable(),
  count: z.number().int(),
});
export type MigDevices = z.infer<typeof MigDevices>;

/**
 * How far a card's facts reach: `reported` by its vendor's tool or driver; `unreported` by a tool that
 * answered for others; `no tool` to ask; `no driver` of its vendor's holds it.
 */
export const CardState = z.enum(['reported', 'unreported', 'no tool', 'no driver']);
export type CardState = z.infer<typeof CardState>;

/** What one card has in common with its equals. Text is '' and numbers are null when not known. */
export const Card = z.object({
  vendor: z.enum(['NVIDIA', 'AMD', 'Intel']),
  model: z.string(),
  /** PCI vendor and device, `10de:2330`. */
  pciId: z.string(),
  memoryMiB: z.number().int().nullable(),
  driver: z.string(),
  kernelDriver: z.string(),
  cuda: z.string(),
  rocm: z.string(),
  computeCapability: z.string(),
  gfx: z.string(),
  /** '' where the card cannot do it or nothing is known. */
  mig: z.enum(['', 'enabled', 'disabled']),
  migDevices: z.array(MigDevices),
  state: CardState,
  /** Seen from inside a job, which may use some of the node's cards only. */
  confined: z.boolean(),
});
export type Card = z.infer<typeof Card>;

export const GpuGroup = Card.extend({ count: z.number().int() });
export type GpuGroup = z.infer<typeof GpuGroup>;

/** The GPUs of a node; equal cards are one group, and groups are sorted. */
export const Gpus = z.object({ kind: z.literal('gpus.node'), gpus: z.array(GpuGroup) });
export type Gpus = z.infer<typeof Gpus>;
