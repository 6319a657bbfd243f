import { z } from 'zod';

export const runtimeNames = [
  'apptainer',
  'singularity-ce',
  'singularity-pro',
  'singularity',
  'podman',
  'docker',
  'charliecloud',
  'enroot',
  'sarus',
  'shifter',
  'udocker',
] as const;

/** `singularity` is the one before the split: LBNL's 2.x and 3.0 to 3.8. */
export const RuntimeName = z.enum(runtimeNames);
export type RuntimeName = z.infer<typeof RuntimeName>;

export const Runtime = z.object({
  name: RuntimeName,
  /** '' where the program does not tell. */
  version: z.string(),
  /** What a package adds to the version: `1.el9`, `jammy`. */
  release: z.string(),
  path: z.string(),
  inPath: z.boolean(),
  /** How it gets a container's rights; '' when that cannot be told. */
  mode: z.enum(['', 'setuid', 'user-namespace', 'daemon', 'none']),
  /** Version of the server behind a client, where it may be asked. */
  serverVersion: z.string(),
  /** `read`, or why there is no version: `permission`, `stopped`, `none`; '' for what has no server. */
  server: z.enum(['', 'read', 'permission', 'stopped', 'none']),
});
export type Runtime = z.infer<typeof Runtime>;

export const Runtimes = z.object({
  kind: z.literal('runtimes.node'),
  runtimes: z.array(Runtime),
  /** Version of the NVIDIA container toolkit; '' when it is not there. */
  nvidiaToolkit: z.string(),
  /** podman answers to the name docker. */
  dockerIsPodman: z.boolean(),
});
export type Runtimes = z.infer<typeof Runtimes>;
