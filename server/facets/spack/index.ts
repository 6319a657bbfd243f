import type { Column, Facet } from '../facet.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { locate, offerings } from './offerings.ts';
import { readSpack } from './read.ts';
import { Store, states } from './schema.ts';

const like =
  (form: RegExp): NonNullable<Column['holds']> =>
  (cell) =>
    typeof cell === 'string' && form.test(cell);

const LINE = /^[^\n]*$/;

const columns: Column[] = [
  { ...column('name', 'text', 'Name of the package in Spack.'), holds: like(/^[A-Za-z0-9][\w.-]*$/) },
  { ...column('version', 'text', 'Its version.'), holds: like(/^\S*$/) },
  {
    ...column('compiler', 'text', 'Compiler and its version, gcc@12.2.0; empty where nothing was compiled.'),
    holds: like(/^\S*$/),
  },
  {
    ...column('variants', 'text', 'Variants as Spack writes them: +mpi~cuda build_system=cmake.'),
    holds: like(LINE),
  },
  {
    ...column('arch', 'text', 'Platform, operating system and processor: linux-rhel8-zen2.'),
    holds: like(/^\S*$/),
  },
  {
    ...column('hash', 'text', 'DAG hash; spack load /HASH takes its first seven characters.'),
    holds: like(/^[a-z0-9]*$/),
  },
  {
    ...column(
      'state',
      'text',
      'installed, external (the system has it), deprecated, missing, cached (in a build cache) or asked (in a lock).',
    ),
    holds: (cell) => states.some((one) => one === cell),
  },
  column('explicit', 'boolean', 'Whether somebody asked for it; otherwise another package needs it.'),
  { ...column('prefix', 'text', 'Its folder, relative to the store.'), holds: like(LINE) },
  { ...column('namespace', 'text', 'Repository of recipes that it comes from.'), holds: like(/^\S*$/) },
  {
    ...column('deprecatedFor', 'text', 'Hash of the package that took its place.'),
    holds: like(/^[a-z0-9]*$/),
  },
];

export const spack: Facet = {
  name: 'spack',
  sentence:
    'Packages that Spack installed, with compiler, variants and hash, from the database of each store.',
  scope: 'root',
  kinds: [
    {
      kind: 'spack.store',
      sentence: 'One row per package of a store, a lock or a listing.',
      schema: Store,
      columns,
      rows: (facts) => {
        const found = Store.safeParse(facts);
        return found.success ? found.data.packages : [];
      },
    },
  ],
  read: readSpack,
  natives,
  offerings,
  locate: ({ rootPath, locator }) => locate(rootPath, locator),
};
