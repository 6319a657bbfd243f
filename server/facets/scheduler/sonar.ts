import { problemOf } from '../reading.ts';
import { hostsOf } from './hosts.ts';
import { isObject, textAt, textsAt } from './json.ts';
import type { Listing } from './listing.ts';
import { stateOf } from './states.ts';

/** What Sonar tells of a Slurm cluster (sonar cluster --json): partitions and states by host lists. */
export function readSonar(attributes: unknown, listing: Listing, where: string): void {
  const rows = (key: string): unknown[] => {
    const list = isObject(attributes) ? attributes[key] : undefined;
    return Array.isArray(list) ? list : [];
  };
  const names = (row: unknown, key: string) =>
    textsAt(row, key).flatMap((text) => hostsOf(text)?.names ?? []);
  listing.cluster = { ...listing.cluster, name: textAt(attributes, 'cluster'), product: 'slurm' };
  for (const row of rows('nodes')) {
    const state = stateOf(textsAt(row, 'states').join('+'));
    if (!state)
      listing.problems.push(problemOf('scheduler', '', where, 0, JSON.stringify(row), 'no state of a node'));
    else for (const name of names(row, 'names')) listing.node(name, { state });
  }
  for (const row of rows('partitions')) {
    const [name, nodes] = [textAt(row, 'name'), names(row, 'nodes')];
    if (name === '') continue;
    listing.partition(name, { nodes });
    for (const node of nodes) listing.node(node, { partitions: [name] });
  }
}
