import { problemOf } from '../reading.ts';
import { gresOf, isNothing, listOf } from './gres.ts';
import type { Listing, ToldNode } from './listing.ts';
import { recordsOf, type SlurmRecord } from './records.ts';
import { stateOf } from './states.ts';
import { reasonOf, wholeOf } from './values.ts';

/** Whether a text is of `scontrol show node`, with or without -o: no slurm.conf counts CPUs as CPUTot. */
export function isShowNode(text: string): boolean {
  return /^[ \t]*NodeName=/m.test(text) && /\sCPUTot=\d/.test(text);
}

/** The nodes of `scontrol show node` (api/node_info.c, slurm_sprint_node_table). */
export function readShowNode(text: string, listing: Listing, where: string): void {
  for (const record of recordsOf(text, 'NodeName')) {
    const name = record.values.get('nodename') ?? '';
    const state = stateOf(record.values.get('state') ?? '');
    if (name === '' || /\s/.test(name) || !state) {
      const why = name === '' || /\s/.test(name) ? 'no node name' : 'no state of a node';
      listing.problems.push(problemOf('scheduler', name, where, record.line, record.text, why));
      continue;
    }
    listing.node(name, { ...nodeOf(record), state });
  }
}

/** What a record says of a node, in the keys of scontrol and of slurm.conf. */
export function nodeOf({ values }: SlurmRecord): ToldNode {
  const get = (...keys: string[]) => keys.map((key) => values.get(key)).find((value) => value !== undefined);
  const number = (...keys: string[]) => wholeOf(get(...keys)) ?? undefined;
  const word = (key: string) => {
    const value = get(key) ?? '';
    return isNothing(value) ? '' : value;
  };
  const boards = number('boards') ?? 1;
  const perBoard = number('socketsperboard');
  const [gres, features, active] = [
    get('gres'),
    get('availablefeatures', 'features', 'feature'),
    get('activefeatures'),
  ];
  return {
    cpus: number('cputot', 'cpus', 'procs'),
    sockets: number('sockets') ?? (perBoard === undefined ? undefined : boards * perBoard),
    cores: number('corespersocket'),
    threads: number('threadspercore'),
    memory: number('realmemory'),
    disk: number('tmpdisk'),
    gres: gres === undefined ? undefined : gresOf(gres),
    features: features === undefined ? undefined : listOf(features),
    activeFeatures: active === undefined ? undefined : listOf(active),
    partitions: listOf(get('partitions') ?? ''),
    weight: number('weight'),
    arch: word('arch'),
    os: word('os'),
    version: word('version'),
    ...(get('reason') === undefined ? {} : reasonOf(get('reason') ?? '')),
  };
}
