import type { Facet } from '../facet.ts';
import { matching } from '../holds.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { readEasybuild } from './read.ts';
import { Software } from './schema.ts';

export const easybuild: Facet = {
  name: 'easybuild',
  sentence: 'Software that EasyBuild installed, with toolchain and easyconfig.',
  scope: 'root',
  kinds: [
    {
      kind: 'easybuild.software',
      sentence: 'One software in all versions that a tree has.',
      schema: Software,
      columns: [
        column('name', 'text', 'Name of the software.', matching(/^[^\n]+$/)),
        column('version', 'text', 'Its version.', matching(/^[^\n]+$/)),
        column('toolchain', 'text', "Toolchain that built it; system for the system's own compiler."),
        column('toolchainVersion', 'text', 'Version of the toolchain.'),
        column('suffix', 'text', 'What tells this build from others of the version, such as -CUDA-12.1.1.'),
        column('easyconfig', 'text', 'Name of the easyconfig.', matching(/^[^\n/]*$/)),
        column('sha256', 'text', 'Digest of the easyconfig.', matching(/^([0-9a-f]{64})?$/)),
      ],
      rows: (facts) => {
        const found = Software.safeParse(facts);
        return found.success ? found.data.installations : [];
      },
    },
  ],
  read: readEasybuild,
  natives,
  // It is its module that makes an installation usable, and the facet modules offers that.
  offerings: () => [],
  locate: ({ rootPath, itemPath }) => ({ place: `${rootPath}/${itemPath}`, load: '' }),
};
