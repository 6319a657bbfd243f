import { problemOf } from '../reading.ts';
import { allowedOf, isNothing, tresGres } from './gres.ts';
import { hostsOf } from './hosts.ts';
import type { Listing, ToldPartition } from './listing.ts';
import { recordsOf, type SlurmRecord } from './records.ts';
import { limitOf, wholeOf } from './values.ts';

/** Whether a text is of `scontrol show partition`: no slurm.conf counts nodes as TotalNodes. */
export function isShowPartition(text: string): boolean {
  return /^[ \t]*PartitionName=/m.test(text) && /\sTotalNodes=\d/.test(text);
}

/** The partitions of `scontrol show partition` (api/partition_info.c). */
export function readShowPartition(text: string, listing: Listing, where: string): void {
  for (const record of recordsOf(text, 'PartitionName')) {
    const name = record.values.get('partitionname') ?? '';
    const hosts = hostsOf(nodesText(record));
    if (name === '' || /\s/.test(name) || !hosts) {
      const why = hosts ? 'no partition name' : 'no list of nodes';
      listing.problems.push(problemOf('scheduler', name, where, record.line, record.text, why));
      continue;
    }
    if (!hosts.whole) {
      const why = 'the list of nodes is cut off';
      listing.problems.push(problemOf('scheduler', name, where, record.line, nodesText(record), why));
    }
    listing.partition(name, { ...partitionOf(record), nodes: hosts.names });
  }
}

function nodesText({ values }: SlurmRecord): string {
  const text = values.get('nodes') ?? '';
  return isNothing(text) ? '' : text;
}

const yes = (text: string | undefined) => (text === undefined ? null : /^yes$/i.test(text));

/** Words for no limit are 0; a number is itself. */
function most(text: string | undefined): number | null {
  return /^(?:unlimited|infinite)$/i.test(text ?? '') ? 0 : wholeOf(text);
}

/** What a record says of a partition besides its nodes, in the keys of scontrol and of slurm.conf. */
export function partitionOf({ values }: SlurmRecord): ToldPartition {
  const get = (key: string) => values.get(key);
  const word = (key: string) => (isNothing(get(key) ?? '') ? '' : (get(key) ?? ''));
  return {
    default: yes(get('default')),
    state: word('state').toLowerCase(),
    timeLimit: limitOf(get('maxtime') ?? ''),
    defaultTime: limitOf(get('defaulttime') ?? ''),
    nodeCount: wholeOf(get('totalnodes')),
    cpus: wholeOf(get('totalcpus')),
    maxNodes: most(get('maxnodes')),
    minNodes: wholeOf(get('minnodes')),
    hidden: yes(get('hidden')),
    oversubscribe: (word('oversubscribe') || word('shared')).toLowerCase(),
    priority: wholeOf(get('prioritytier') ?? get('priority')),
    preempt: word('preemptmode').toLowerCase(),
    qos: word('qos'),
    allowGroups: allowedOf(get('allowgroups') ?? ''),
    allowAccounts: allowedOf(get('allowaccounts') ?? ''),
    denyAccounts: allowedOf(get('denyaccounts') ?? ''),
    allowQos: allowedOf(get('allowqos') ?? ''),
    gres: tresGres(get('tres') ?? ''),
  };
}
