import type { DocumentKind } from '../facet.ts';
import { between, eachMatching, matching, oneOf } from '../holds.ts';
import { column, oneRow } from '../nodeDocument.ts';
import { Hardware } from './schema.ts';

export const kinds: DocumentKind[] = [
  {
    kind: 'hardware.node',
    sentence: 'The processors, memory and NUMA nodes of one machine.',
    schema: Hardware,
    columns: [
      column(
        'architecture',
        'text',
        'The architecture as uname -m names it, such as x86_64 or aarch64.',
        matching(/^[a-z0-9_]*$/),
      ),
      column(
        'vendor',
        'text',
        'Who made the processor, as it says itself; on Arm, who designed its cores.',
        matching(/^\S?(?:.*\S)?$/),
      ),
      column(
        'model',
        'text',
        'The processor model; on Arm the core, such as Neoverse-V2.',
        matching(/^(?:\S(?:.*\S)?)?$/),
      ),
      column('sockets', 'number', 'Processor packages; empty when not known.', between(1, 1024)),
      column('cores', 'number', 'Cores that are online, over all sockets.', between(1, 65_536)),
      column(
        'threads',
        'number',
        'Logical processors that are online.',
        (cell, row) =>
          between(1, 65_536)(cell, row) && (typeof row.cores !== 'number' || row.cores <= Number(cell)),
      ),
      column(
        'level',
        'text',
        'The x86-64 micro-architecture level, x86-64-v1 to x86-64-v4; empty on other architectures.',
        oneOf('', 'x86-64-v1', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4'),
      ),
      column(
        'features',
        'list',
        'Instruction set extensions of processors other than x86, sorted.',
        eachMatching(/^\S+$/),
      ),
      column(
        'memoryBytes',
        'bytes',
        'Memory: online blocks times block size; empty where the kernel does not tell blocks.',
        between(1, Number.MAX_SAFE_INTEGER),
      ),
      column('numaNodes', 'number', 'NUMA nodes, those without processors included.', between(1, 4096)),
    ],
    rows: oneRow,
  },
];
