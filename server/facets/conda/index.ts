import { shellQuote } from '../../agent/bundle.ts';
import type { Facet, Facts } from '../facet.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { offerings } from './offerings.ts';
import { readConda } from './read.ts';
import { Environment, Installation, Specification } from './schema.ts';

/** conda's packages and pip's in one table. */
function environmentRows(facts: Facts): Record<string, unknown>[] {
  const found = Environment.safeParse(facts);
  if (!found.success) return [];
  const none = { build: '', subdir: '', sha256: '', md5: '' };
  return [...found.data.packages, ...found.data.pip.map((one) => ({ ...none, ...one, channel: 'pypi' }))];
}

/** A prefix of micromamba has no conda. Only its name tells that here, as it is micromamba's own default. */
const MICROMAMBA = /(^|\/)micromamba[^/]*(\/|$)/i;

const SAFE = /^[A-Za-z0-9_./+@%:,-]+$/;

export const conda: Facet = {
  name: 'conda',
  sentence: 'Conda installations, their environments, and the packages in them.',
  scope: 'root',
  kinds: [
    {
      kind: 'conda.environment',
      sentence: 'An environment by its packages, wherever it lies.',
      schema: Environment,
      columns: [
        column('name', 'text', 'Name of the package.'),
        column('version', 'text', 'Its version.'),
        column('build', 'text', 'Its build string; empty for packages of pip.'),
        column('channel', 'text', 'Channel that it came from; pypi for packages of pip.'),
        column('subdir', 'text', 'Platform that it was built for.'),
        column('sha256', 'text', 'Digest of the package file, where the record has it.'),
        column('md5', 'text', 'Older digest of the package file.'),
      ],
      rows: environmentRows,
    },
    {
      kind: 'conda.installation',
      sentence: 'An installation: which distribution, which version, which channels.',
      schema: Installation,
      columns: [
        column('product', 'text', 'Distribution: miniforge, miniconda, anaconda, micromamba and others.'),
        column('conda', 'text', 'Version of conda; empty where there is none.'),
        column('mamba', 'text', 'Version of mamba; empty where there is none.'),
        column('distribution', 'text', 'Version of the Anaconda distribution.'),
        column('channels', 'list', 'Channels that its .condarc lists, in their order.'),
      ],
      rows: (facts) => [{ ...facts }],
    },
    {
      kind: 'conda.specification',
      sentence: 'What an environment file asks for.',
      schema: Specification,
      columns: [
        column('name', 'text', 'Name that the file gives the environment.'),
        column('channels', 'list', 'Channels to take packages from.'),
        column('specs', 'list', 'Packages asked for.'),
        column('pip', 'list', 'Packages asked for from PyPI.'),
      ],
      rows: (facts) => [{ ...facts }],
    },
  ],
  read: readConda,
  natives,
  offerings,
  locate: ({ rootPath, itemPath }) => {
    const place = itemPath === '.' || itemPath === '' ? rootPath : `${rootPath}/${itemPath}`;
    const program = MICROMAMBA.test(rootPath) ? 'micromamba' : 'conda';
    return { place, load: `${program} activate ${SAFE.test(place) ? place : shellQuote(place)}` };
  },
};
