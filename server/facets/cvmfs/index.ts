import { shellWord } from '../../agent/bundle.ts';
import type { Facet } from '../facet.ts';
import { eachMatching, matching } from '../holds.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { readCvmfs } from './read.ts';
import { Client, Repository } from './schema.ts';

const LINE = /^[^\n]*$/;
/** Versions are years with a month, and may carry a suffix. */
const VERSION = /^\d{4}\.\d{2}(?:[.-]\w+)*$/;

export const cvmfs: Facet = {
  name: 'cvmfs',
  sentence: 'Repositories of CernVM-FS that are mounted, their revision, and the versions of EESSI in them.',
  scope: 'root',
  kinds: [
    {
      kind: 'cvmfs.client',
      sentence: "A node's client: its version, and the repositories that it is set up for.",
      schema: Client,
      columns: [
        column('version', 'text', 'Version of the client; empty where it does not say.', matching(/^\S*$/)),
        column(
          'repositories',
          'list',
          'Repositories named in its configuration, mounted or not.',
          eachMatching(/^[\w][\w.-]*$/),
        ),
      ],
      rows: (facts) => [{ ...facts }],
    },
    {
      kind: 'cvmfs.repository',
      sentence: 'A repository at one revision: a row for each version of EESSI in it, or one row without.',
      schema: Repository,
      columns: [
        column('name', 'text', 'Fully qualified name of the repository.', matching(LINE)),
        column('revision', 'number', 'Number of its revision; none where no program on the node tells it.'),
        column('version', 'text', 'Version of EESSI; empty where there is none.', matching(LINE)),
        column('targets', 'list', 'Processors that this version has software for.', eachMatching(LINE)),
      ],
      rows: (facts) => {
        const found = Repository.safeParse(facts);
        if (!found.success) return [];
        const { name, revision, eessi } = found.data;
        const versions = eessi.length > 0 ? eessi : [{ version: '', targets: [] }];
        return versions.map((one) => ({ name, revision, ...one }));
      },
    },
  ],
  read: readCvmfs,
  natives,
  offerings: (facts) => {
    const found = Repository.safeParse(facts);
    if (!found.success) return [];
    return found.data.eessi
      .filter(({ version }) => VERSION.test(version))
      .map(({ version }) => ({
        tool: 'eessi',
        label: 'EESSI',
        version,
        variant: '',
        build: '',
        provider: 'module' as const,
        digest: '',
        locator: version,
      }));
  },
  // As EESSI's documentation initialises a version: "source /cvmfs/software.eessi.io/versions/2023.06/init/bash".
  locate: ({ rootPath, locator }) => {
    const place = `${rootPath}/versions/${locator}`;
    return { place, load: `source ${shellWord(`${place}/init/bash`)}` };
  },
};
