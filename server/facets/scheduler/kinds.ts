import type { Column, DocumentKind } from '../facet.ts';
import { column, oneRow } from '../nodeDocument.ts';
import {
  lasting,
  managers,
  SchedulerCluster,
  SchedulerMoment,
  SchedulerNodes,
  SchedulerPartitions,
  SchedulerStates,
} from './schema.ts';

type Holds = NonNullable<Column['holds']>;

const words =
  (...allowed: readonly string[]): Holds =>
  (cell) =>
    allowed.some((one) => one === cell);
const like =
  (form: RegExp): Holds =>
  (cell) =>
    typeof cell === 'string' && form.test(cell);
const atLeast =
  (least: number): Holds =>
  (cell) =>
    typeof cell === 'number' && Number.isInteger(cell) && cell >= least;
const listed =
  (form: RegExp): Holds =>
  (cell) =>
    Array.isArray(cell) && cell.every((one) => typeof one === 'string' && form.test(one));

const that = (holds: Holds, one: Column): Column => ({ ...one, holds });
const NAME = /^[^\s,[\]]+$/;
const LIMIT = /^(?:|unlimited|(?:\d+-)?\d\d:\d\d:\d\d)$/;
const LINE = /^[^\n]*$/;

const cluster: DocumentKind = {
  kind: 'scheduler.cluster',
  sentence: 'One row: which batch system a cluster has and how it is set up.',
  schema: SchedulerCluster,
  rows: oneRow,
  columns: [
    that(words(...managers), column('manager', 'text', 'slurm, pbs or lsf.')),
    that(like(LINE), column('product', 'text', 'Its name as it tells it, such as slurm-wlm or torque.')),
    that(like(/^\S*$/), column('version', 'text', 'Its version, of the server where that tells it.')),
    that(like(LINE), column('name', 'text', 'What the batch system calls the cluster.')),
    that(like(/^\S*$/), column('selectType', 'text', 'How Slurm chooses resources (SelectType).')),
    that(like(LINE), column('selectParameters', 'text', 'What of them it counts (SelectTypeParameters).')),
    that(like(/^\S*$/), column('mpiDefault', 'text', 'MPI type that srun takes unless told otherwise.')),
    that(like(/^\S*$/), column('processTracking', 'text', 'How processes of a job are held together.')),
    that(listed(NAME), column('taskPlugins', 'list', 'Plugins that bind and confine the tasks of a job.')),
    that(listed(NAME), column('gresTypes', 'list', 'Generic resources that may be asked for, such as gpu.')),
    that(like(/^\S*$/), column('accounting', 'text', 'Where jobs are accounted.')),
    that(like(LINE), column('accountingEnforce', 'text', 'What of the accounting is enforced.')),
    that(like(/^\S*$/), column('priority', 'text', 'How jobs are ordered.')),
    that(like(/^\S*$/), column('preempt', 'text', 'Which jobs may push others aside.')),
    that(like(LINE), column('topology', 'text', 'What the scheduler knows of the network.')),
    that(atLeast(0), column('nodeCount', 'number', 'How many nodes there are, where only that is told.')),
    that(atLeast(0), column('cpuCount', 'number', 'How many CPUs there are, where only that is told.')),
  ],
};

const partitions: DocumentKind = {
  kind: 'scheduler.partitions',
  sentence: 'One row per partition or queue.',
  schema: SchedulerPartitions,
  rows: (facts) => {
    const found = SchedulerPartitions.safeParse(facts);
    return found.success ? found.data.partitions : [];
  },
  columns: [
    that(like(LINE), column('name', 'text', 'Name of the partition or queue.')),
    column('default', 'boolean', 'Whether jobs that name none go there; empty where that is not told.'),
    that(
      words('', 'up', 'down', 'drain', 'inactive', 'unknown'),
      column('state', 'text', 'up, or why it takes or starts no jobs: down, drain or inactive.'),
    ),
    that(
      like(LIMIT),
      column('timeLimit', 'text', 'Longest time of a job, days-hours:minutes:seconds, or unlimited.'),
    ),
    that(like(LIMIT), column('defaultTime', 'text', 'Time of a job that asks for none.')),
    that(atLeast(0), column('nodeCount', 'number', 'How many nodes it has.')),
    that(listed(NAME), column('nodes', 'list', 'Names of its nodes, as far as they are told.')),
    that(atLeast(0), column('cpus', 'number', 'How many CPUs its nodes have together.')),
    that(atLeast(0), column('maxNodes', 'number', 'Most nodes of a job; 0 is no limit.')),
    that(atLeast(0), column('minNodes', 'number', 'Fewest nodes of a job.')),
    column('hidden', 'boolean', 'Whether it is hidden from users who may not use it.'),
    that(
      like(/^(?:|no|yes|force|exclusive|n\/a|(?:yes|no|force):\d+)$/),
      column('oversubscribe', 'text', 'Whether jobs share CPUs: no, yes, force or exclusive.'),
    ),
    that(
      atLeast(0),
      column('priority', 'number', 'Its priority tier; partitions of higher ones are served first.'),
    ),
    that(like(LINE), column('preempt', 'text', 'What happens to its jobs when others push them aside.')),
    that(like(LINE), column('qos', 'text', 'Quality of service that limits all its jobs.')),
    that(listed(LINE), column('allowGroups', 'list', 'Groups that may use it; empty is everybody.')),
    that(listed(LINE), column('allowAccounts', 'list', 'Accounts that may use it; empty is all.')),
    that(listed(LINE), column('denyAccounts', 'list', 'Accounts that may not.')),
    that(
      listed(LINE),
      column('allowQos', 'list', 'Qualities of service that may be asked for; empty is all.'),
    ),
    that(
      listed(/^\S+=\S+$/),
      column('gres', 'list', 'Generic resources of its nodes together, such as gpu=8.'),
    ),
  ],
};

const nodes: DocumentKind = {
  kind: 'scheduler.nodes',
  sentence: 'One row per node as it is configured; nodes that are alike stand once in the document.',
  schema: SchedulerNodes,
  rows: (facts) => {
    const found = SchedulerNodes.safeParse(facts);
    if (!found.success) return [];
    return found.data.groups.flatMap(({ nodes: names, ...rest }) => names.map((name) => ({ name, ...rest })));
  },
  columns: [
    that(like(NAME), column('name', 'text', 'Name of the node in the batch system.')),
    that(listed(NAME), column('partitions', 'list', 'Partitions or queues it is in.')),
    that(atLeast(0), column('cpus', 'number', 'CPUs that jobs may get, as configured.')),
    that(atLeast(0), column('sockets', 'number', 'Sockets.')),
    that(atLeast(0), column('cores', 'number', 'Cores per socket.')),
    that(atLeast(0), column('threads', 'number', 'Threads per core.')),
    that(atLeast(0), column('memory', 'number', 'Memory in MiB, as configured.')),
    that(atLeast(0), column('disk', 'number', 'Temporary disk space in MiB, as configured.')),
    that(listed(/^[^\s()]+$/), column('gres', 'list', 'Generic resources with type and count: gpu:a100:4.')),
    that(atLeast(0), column('gpus', 'number', 'How many GPUs these are together.')),
    that(listed(LINE), column('features', 'list', 'Features that a job can ask for.')),
    that(listed(LINE), column('activeFeatures', 'list', 'Those of them that are active.')),
    that(atLeast(0), column('weight', 'number', 'Nodes of a lower weight are taken first.')),
    that(like(/^\S*$/), column('arch', 'text', 'Architecture.')),
    that(like(LINE), column('os', 'text', 'Operating system as the daemon on the node tells it.')),
    that(like(/^\S*$/), column('version', 'text', 'Version of the daemon on the node.')),
  ],
};

const states: DocumentKind = {
  kind: 'scheduler.states',
  sentence: 'One row per node: the state that stays until somebody acts.',
  schema: SchedulerStates,
  rows: (facts) => {
    const found = SchedulerStates.safeParse(facts);
    if (!found.success) return [];
    return found.data.states.flatMap(({ nodes: names, ...rest }) => names.map((name) => ({ name, ...rest })));
  },
  columns: [
    that(like(NAME), column('name', 'text', 'Name of the node in the batch system.')),
    that(
      words(...lasting),
      column('state', 'text', 'up, drain, down, fail, error, maintenance, invalid, unknown or future.'),
    ),
    that(like(LINE), column('reason', 'text', 'Why, as somebody wrote it down.')),
    that(like(/^\S*$/), column('by', 'text', 'Who wrote it.')),
  ],
};

const moment: DocumentKind = {
  kind: 'scheduler.moment',
  sentence:
    'One row per node: its state when a saved text was made. No visit stores it, since it moves by itself.',
  schema: SchedulerMoment,
  rows: (facts) => {
    const found = SchedulerMoment.safeParse(facts);
    return found.success ? found.data.nodes : [];
  },
  columns: [
    that(like(NAME), column('name', 'text', 'Name of the node in the batch system.')),
    that(
      words('', 'idle', 'mixed', 'allocated', 'down', 'error', 'future', 'unknown', 'external'),
      column('state', 'text', 'idle, mixed, allocated, down and so on; empty where only flags are told.'),
    ),
    that(listed(/^[a-z_]+$/), column('flags', 'list', 'drain, not_responding, powered_down and so on.')),
  ],
};

export const kinds: DocumentKind[] = [cluster, partitions, nodes, states, moment];
