import { z } from 'zod';

export const managers = ['slurm', 'pbs', 'lsf'] as const;
export type Manager = (typeof managers)[number];

/** How the batch system of a cluster is set up. Text is '' where it is not told. */
export const SchedulerCluster = z.object({
  kind: z.literal('scheduler.cluster'),
  manager: z.enum(managers),
  /** As it calls itself: slurm, slurm-wlm, openpbs, torque, IBM Spectrum LSF. */
  product: z.string(),
  version: z.string(),
  /** The cluster's name in the batch system. */
  name: z.string(),
  selectType: z.string(),
  selectParameters: z.string(),
  mpiDefault: z.string(),
  processTracking: z.string(),
  taskPlugins: z.array(z.string()),
  gresTypes: z.array(z.string()),
  accounting: z.string(),
  accountingEnforce: z.string(),
  priority: z.string(),
  preempt: z.string(),
  topology: z.string(),
  /** null where nothing tells them. */
  nodeCount: z.number().int().nullable(),
  cpuCount: z.number().int().nullable(),
});
export type SchedulerCluster = z.infer<typeof SchedulerCluster>;

export const Partition = z.object({
  name: z.string(),
  default: z.boolean().nullable(),
  /** up, down, drain or inactive; '' where it is not told. */
  state: z.string(),
  /** As Slurm writes it, 1-00:00:00, or unlimited; '' where it is not told. */
  timeLimit: z.string(),
  defaultTime: z.string(),
  nodes: z.array(z.string()),
  /** More than nodes has where the list of names was cut off. */
  nodeCount: z.number().int().nullable(),
  cpus: z.number().int().nullable(),
  /** 0 is no limit. */
  maxNodes: z.number().int().nullable(),
  minNodes: z.number().int().nullable(),
  hidden: z.boolean().nullable(),
  /** no, yes:4, force:4 or exclusive. */
  oversubscribe: z.string(),
  priority: z.number().int().nullable(),
  preempt: z.string(),
  qos: z.string(),
  /** [] is everybody, or not told. */
  allowGroups: z.array(z.string()),
  allowAccounts: z.array(z.string()),
  denyAccounts: z.array(z.string()),
  allowQos: z.array(z.string()),
  /** gres/gpu=8 and the like, of all its nodes. */
  gres: z.array(z.string()),
});
export type Partition = z.infer<typeof Partition>;

export const SchedulerPartitions = z.object({
  kind: z.literal('scheduler.partitions'),
  partitions: z.array(Partition),
});
export type SchedulerPartitions = z.infer<typeof SchedulerPartitions>;

/** What is configured of a node; null and '' where it is not told. */
export const NodeFacts = z.object({
  cpus: z.number().int().nullable(),
  sockets: z.number().int().nullable(),
  cores: z.number().int().nullable(),
  threads: z.number().int().nullable(),
  /** MiB. */
  memory: z.number().int().nullable(),
  /** MiB. */
  disk: z.number().int().nullable(),
  /** `gpu:a100:4`: name, type where there is one, and count, without the cores it is bound to. */
  gres: z.array(z.string()),
  gpus: z.number().int().nullable(),
  features: z.array(z.string()),
  activeFeatures: z.array(z.string()),
  partitions: z.array(z.string()),
  weight: z.number().int().nullable(),
  arch: z.string(),
  os: z.string(),
  /** Of the daemon on the node. */
  version: z.string(),
});
export type NodeFacts = z.infer<typeof NodeFacts>;

/** Nodes that are configured alike stand once. */
export const SchedulerNodes = z.object({
  kind: z.literal('scheduler.nodes'),
  groups: z.array(z.object({ nodes: z.array(z.string()), ...NodeFacts.shape })),
});
export type SchedulerNodes = z.infer<typeof SchedulerNodes>;

/** States that stay until somebody acts; `up` is all that comes and goes with jobs and power saving. */
export const lasting = [
  'up',
  'drain',
  'down',
  'fail',
  'error',
  'maintenance',
  'invalid',
  'unknown',
  'future',
] as const;
export type Lasting = (typeof lasting)[number];

export const SchedulerStates = z.object({
  kind: z.literal('scheduler.states'),
  states: z.array(
    z.object({
      state: z.enum(lasting),
      reason: z.string(),
      /** Who gave the reason; '' where it is not told. */
      by: z.string(),
      nodes: z.array(z.string()),
    }),
  ),
});
export type SchedulerStates = z.infer<typeof SchedulerStates>;

/** The moment a saved text was made. It moves by itself, so no visit stores it. */
export const SchedulerMoment = z.object({
  kind: z.literal('scheduler.moment'),
  nodes: z.array(
    z.object({
      name: z.string(),
      /** Base state: idle, mixed, allocated, down, ... */
      state: z.string(),
      /** drain, not_responding, powered_down, ... */
      flags: z.array(z.string()),
    }),
  ),
});
export type SchedulerMoment = z.infer<typeof SchedulerMoment>;
