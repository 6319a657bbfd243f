import type { NativeForm, NativeInput } from '../facet.ts';
import { type NodeTree, nodeTree, treeText } from '../nodeTree.ts';
import { nativeReading } from '../reading.ts';
import { flagArchitecture, unameArchitecture } from './architecture.ts';
import { parseCpuinfo } from './cpuinfo.ts';
import { countOfList } from './cpuList.ts';
import { parseMemory } from './memory.ts';
import { hardwareOf } from './processors.ts';
import { parseTopology } from './topology.ts';

const CPUS = 'sys/devices/system/cpu';
const NODES = 'sys/devices/system/node';
const MEMORY = 'sys/devices/system/memory';

/** What the agent would have said of the machine that the files are of. */
function reading(input: NativeInput) {
  const tree = nodeTree(input);
  if (!tree) return nativeReading(input, 'node-folder', null, []);
  const cpuinfo = parseCpuinfo(treeText(tree, 'proc/cpuinfo'));
  const architecture =
    unameArchitecture(treeText(tree, 'proc/sys/kernel/arch').trim()) || flagArchitecture(cpuinfo.flags);
  const online = treeText(tree, `${CPUS}/online`).trim();
  const topology = parseTopology(topologyLines(tree), architecture);
  const facts = hardwareOf(
    {
      ...cpuinfo,
      ...topology,
      architecture,
      threads: topology.threads ?? (online === '' ? cpuinfo.threads : countOfList(online)),
      numaNodes: numaNodes(tree),
    },
    parseMemory(memoryLines(tree)),
  );
  const isEmpty = facts.threads === null && facts.model === '';
  return nativeReading(input, 'node-folder', isEmpty ? null : facts, cpuinfo.problems);
}

/** The agent's lines: `core_siblings_list:0-3`, and pptt. Kernels before 2.6.26 have the masks only. */
function topologyLines(tree: NodeTree): string {
  const lines = new Set<string>();
  for (const [path, bytes] of tree) {
    const file = /^sys\/devices\/system\/cpu\/cpu\d+\/topology\/((?:core|thread)_siblings_list)$/.exec(path);
    if (file) lines.add(`${file[1]}:${bytes.toString('latin1').trim()}`);
  }
  if (tree.has('sys/firmware/acpi/tables/PPTT')) lines.add('pptt');
  return [...lines].join('\n');
}

function numaNodes(tree: NodeTree): number | null {
  const online = treeText(tree, `${NODES}/online`).trim();
  if (online !== '') return countOfList(online);
  const nodes = new Set<string>();
  for (const path of tree.keys()) {
    const node = path.startsWith(NODES) ? /\/node(\d+)\//.exec(path)?.[1] : undefined;
    if (node !== undefined) nodes.add(node);
  }
  return nodes.size > 0 ? nodes.size : null;
}

function memoryLines(tree: NodeTree): string {
  let online = 0;
  for (const [path, bytes] of tree)
    if (path.startsWith(`${MEMORY}/memory`) && path.endsWith('/state'))
      online += bytes.toString('latin1').trim() === 'online' ? 1 : 0;
  return `block_size ${treeText(tree, `${MEMORY}/block_size_bytes`).trim()}\nonline ${online}`;
}

export const dump: NativeForm = {
  format: 'node-folder',
  sentence: 'A copy of /proc and /sys of a machine: a folder, or a tar archive of it, compressed or not.',
  recognise: (input) => nodeTree(input) !== null,
  parse: reading,
};
