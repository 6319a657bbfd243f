import type { DocumentKind } from '../facet.ts';
import { eachMatching, matching, oneOf } from '../holds.ts';
import { column, oneRow } from '../nodeDocument.ts';
import { InstalledKernel, Kernel } from './schema.ts';

export const kinds: DocumentKind[] = [
  {
    kind: 'kernel.node',
    sentence: 'The running kernel of one node, the kernels installed on it, and the microcode.',
    schema: Kernel,
    columns: [
      column('system', 'text', 'The name of the operating system kernel: Linux.', matching(/^\S*$/)),
      column(
        'release',
        'text',
        'The running release, as uname -r says it; empty for a node image.',
        matching(/^\S*$/),
      ),
      column('version', 'text', 'The build of the running kernel, as uname -v says it.'),
      column(
        'machine',
        'text',
        'The architecture of the running kernel, as uname -m says it.',
        matching(/^\S*$/),
      ),
      {
        name: 'installed',
        type: 'list',
        sentence: 'Releases that are installed, oldest first; empty also where nothing could be read.',
        of: (row) => {
          const installed = InstalledKernel.array().safeParse(row.installed);
          return installed.success ? installed.data.map((kernel) => kernel.release) : [];
        },
      },
      column(
        'newest',
        'text',
        'The newest installed release of the same flavour as the running one.',
        matching(/^\S*$/),
      ),
      column(
        'rebootPending',
        'boolean',
        'True when a newer kernel is installed than runs; empty when that cannot be told.',
      ),
      column('microcode', 'list', 'Microcode revisions of the processors.', eachMatching(/^\S+$/)),
      column(
        'flags',
        'list',
        'Processor flags as the running kernel shows them, sorted.',
        eachMatching(/^\S+$/),
      ),
      {
        name: 'vsyscall',
        type: 'text',
        sentence:
          'The vsyscall page, which programs of glibc before 2.14 call: mapped, execute only, or none; empty when nothing says it.',
        of: (row) => row.vsyscall ?? '',
        holds: oneOf('', 'mapped', 'execute only', 'none'),
      },
    ],
    rows: oneRow,
  },
];
