import { shellWord } from '../../agent/bundle.ts';
import { nameConda } from '../../names/index.ts';
import type { Facet, OfferingDraft } from '../facet.ts';
import { matching } from '../holds.ts';
import { column } from '../nodeDocument.ts';
import { readVenvs } from './read.ts';
import { Environment } from './schema.ts';

export const venvs: Facet = {
  name: 'venvs',
  sentence: 'Virtual environments of Python (venv, virtualenv, uv), and the packages in them.',
  scope: 'root',
  kinds: [
    {
      kind: 'venvs.environment',
      sentence: 'A virtual environment by its packages.',
      schema: Environment,
      columns: [
        column('name', 'text', 'Name of the package, in the form of PEP 503.', matching(/^[^\nA-Z]+$/)),
        column('version', 'text', 'Its version; empty where it is edited elsewhere.', matching(/^[^\n]*$/)),
      ],
      rows: (facts) => {
        const found = Environment.safeParse(facts);
        return found.success ? found.data.packages : [];
      },
    },
  ],
  read: readVenvs,
  natives: [],
  offerings: (facts) => {
    const found = Environment.safeParse(facts);
    if (!found.success) return [];
    return found.data.packages.flatMap((one): OfferingDraft[] => {
      const named = nameConda({ ...one, build: 'pypi_0' });
      if (!named) return [];
      const { tool, label, version, variant } = named;
      return [{ tool, label, version, variant, build: '', provider: 'venv', digest: '', locator: '' }];
    });
  },
  locate: ({ rootPath, itemPath }) => {
    const place = itemPath === '.' || itemPath === '' ? rootPath : `${rootPath}/${itemPath}`;
    return { place, load: `source ${shellWord(`${place}/bin/activate`)}` };
  },
};
