import type { DocumentKind } from '../facet.ts';
import { column, oneRow } from '../nodeDocument.ts';
import { Hardware } from './schema.ts';

export const kinds: DocumentKind[] = [
  {
    kind: 'hardware.node',
    sentence: 'The processors, memory and NUMA nodes of one machine.',
    schema: Hardware,
    columns: [
      column('architecture', 'text', 'The architecture as uname -m names it, such as x86_64 or aarch64.'),
      column('vendor', 'text', 'Who made the processor, as it says itself; on Arm, who designed its cores.'),
      column('model', 'text', 'The processor model; on Arm the core, such as Neoverse-V2.'),
      column('sockets', 'number', 'Processor packages; empty when not known.'),
      column('cores', 'number', 'Cores that are online, over all sockets.'),
      column('threads', 'number', 'Logical processors that are online.'),
      column(
        'level',
        'text',
        'The x86-64 micro-architecture level, x86-64-v1 to x86-64-v4; empty on other architectures.',
      ),
      column('features', 'list', 'Instruction set extensions of processors other than x86, sorted.'),
      column(
        'memoryBytes',
        'bytes',
        'Memory: online blocks times block size; empty where the kernel does not tell blocks.',
      ),
      column('numaNodes', 'number', 'NUMA nodes, those without processors included.'),
    ],
    rows: oneRow,
  },
];
