import { z } from 'zod';

/** How the agent is started by the batch system of a cluster. '' is: not said to Slurm. */
export const JobSettings = z.object({
  /** The node on which jobs are started, reached over its own transport. */
  via: z.string(),
  /** One node of each kind of hardware, or all. */
  nodes: z.enum(['class', 'all']),
  start: z.enum(['srun', 'sbatch']),
  /** For sbatch: a folder that login and compute nodes share. */
  folder: z.string(),
  account: z.string(),
  partition: z.string(),
  qos: z.string(),
  reservation: z.string(),
  gres: z.string(),
  memory: z.string(),
  minutes: z.number(),
  /** How long srun waits for the node. */
  waitSeconds: z.number(),
});
export type JobSettings = z.infer<typeof JobSettings>;

export const defaultJob: JobSettings = {
  via: '',
  nodes: 'class',
  start: 'srun',
  folder: '',
  account: '',
  partition: '',
  qos: '',
  reservation: '',
  gres: '',
  memory: '1G',
  minutes: 10,
  waitSeconds: 120,
};
