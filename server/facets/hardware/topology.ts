import { countOfList } from './cpuList.ts';
import type { Processors } from './processors.ts';

const PACKAGE = 'core_siblings_list:';
const CORE = 'thread_siblings_list:';

/**
 * The different sibling lists of /sys/devices/system/cpu/cpuN/topology, as the agent prints them. A package
 * has one core_siblings_list, a core one thread_siblings_list (kernel: admin-guide/cputopology.rst). On 64-bit Arm
 * without the firmware's PPTT table that package is a cluster of cores, and sockets are not known.
 */
export function parseTopology(
  text: string,
  architecture: string,
): Partial<Pick<Processors, 'sockets' | 'cores' | 'threads'>> {
  const lists = (prefix: string) => [
    ...new Set(
      text
        .split('\n')
        .filter((line) => line.startsWith(prefix))
        .map((line) => line.slice(prefix.length).trim()),
    ),
  ];
  const cores = lists(CORE);
  const sockets = lists(PACKAGE);
  if (cores.length === 0 || sockets.length === 0) return {};
  const counts = cores.map(countOfList);
  const isClusters = architecture === 'aarch64' && !/^pptt$/m.test(text);
  return {
    sockets: isClusters ? null : sockets.length,
    cores: cores.length,
    threads: counts.includes(null) ? null : counts.reduce((sum: number, count) => sum + (count ?? 0), 0),
  };
}
