import { problemOf } from '../reading.ts';
import type { Listing } from './listing.ts';
import type { Row } from './sinfoColumns.ts';

/** Takes what one line of sinfo says into the listing. */
export function rowTo(row: Row, listing: Listing, where: string, line: number, text: string): void {
  const { hosts, partition, node, part, count, cpuTotal } = row;
  if (row.cluster !== '' && !listing.cluster.name)
    listing.cluster = { ...listing.cluster, name: row.cluster };
  const names = hosts?.names ?? [];
  const cut = hosts !== null && (!hosts.whole || (count !== null && count > names.length));
  if (cut) {
    listing.problems.push(
      problemOf('scheduler', partition, where, line, text, 'the list of nodes is cut off'),
    );
  }
  // The CPUs of a line are those of all its nodes.
  const cpus = cpuTotal !== null && names.length === 1 && !cut ? cpuTotal : undefined;
  for (const name of names) {
    listing.node(name, {
      ...(cpus === undefined ? {} : { cpus }),
      ...node,
      ...(partition === '' ? {} : { partitions: [partition] }),
    });
  }
  if (partition === '') return;
  const known = listing.partitions.get(partition);
  const counted = (known?.nodeCount ?? 0) + (count ?? 0);
  listing.partition(partition, { ...part, default: row.isDefault ? true : undefined, nodes: names });
  const now = listing.partitions.get(partition);
  // A line per state: the counts add up. A line per node repeats a count of one.
  if (now && count !== null) now.nodeCount = Math.max(counted, now.nodes?.length ?? 0);
}
