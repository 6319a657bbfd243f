import { z } from 'zod';

/** Cards of one kind. Text is '' and numbers are null when not known. */
export const Adapter = z.object({
  /** InfiniBand, Omni-Path, Slingshot, EFA, RoCE, iWARP; '' for what is none of these. */
  network: z.enum(['', 'InfiniBand', 'Omni-Path', 'Slingshot', 'EFA', 'RoCE', 'iWARP', 'software']),
  /** Its maker's name for it, such as ConnectX-6; else what the card says, such as MT4123. */
  model: z.string(),
  /** PCI vendor and device, `15b3:101b`. */
  pciId: z.string(),
  /** The board's own number (PSID), which firmware is made for. */
  board: z.string(),
  firmware: z.string(),
  driver: z.string(),
  /** '' where the driver is the kernel's own. */
  driverVersion: z.string(),
  ports: z.number().int().nullable(),
  /** Of the fastest port that is up, in Gb/s. */
  gigabits: z.number().nullable(),
  count: z.number().int(),
});
export type Adapter = z.infer<typeof Adapter>;

export const Software = z.object({
  name: z.enum([
    'OFED',
    'libfabric',
    'UCX',
    'PMIx',
    'Lustre',
    'GPFS',
    'BeeGFS',
    'WekaFS',
    'PanFS',
    'OrangeFS',
    'DVS',
    'DAOS',
    'Ceph',
    'Quobyte',
  ]),
  version: z.string(),
});
export type Software = z.infer<typeof Software>;

/** A mounted file system that several nodes share. */
export const SharedFileSystem = z.object({
  /** As the kernel names it: lustre, gpfs, beegfs, nfs4; autofs for places that are mounted on demand. */
  type: z.string(),
  point: z.string(),
  /** Of the protocol, where the mount says it: 4.2. */
  protocol: z.string(),
});
export type SharedFileSystem = z.infer<typeof SharedFileSystem>;

/** Lists are null when it cannot be told what is there. */
export const Fabric = z.object({
  kind: z.literal('fabric.node'),
  adapters: z.array(Adapter).nullable(),
  software: z.array(Software),
  /** What srun --mpi takes, sorted; [] where there is no srun. */
  mpiTypes: z.array(z.string()).nullable(),
  fileSystems: z.array(SharedFileSystem).nullable(),
});
export type Fabric = z.infer<typeof Fabric>;
