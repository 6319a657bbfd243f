import type { Column, DocumentKind } from '../facet.ts';
import { column } from '../nodeDocument.ts';
import { System, Tree } from './schema.ts';

/** A column that promises something of each of its cells. */
function holding(made: Column, holds: NonNullable<Column['holds']>): Column {
  return { ...made, holds };
}

const oneOf =
  (...words: string[]) =>
  (cell: unknown) =>
    typeof cell === 'string' && words.includes(cell);

const isTexts = (cell: unknown): cell is string[] =>
  Array.isArray(cell) && cell.every((one) => typeof one === 'string' && one !== '');

/** Texts, none twice. */
const isSet = (cell: unknown) => isTexts(cell) && new Set(cell).size === cell.length;

const systemColumns: Column[] = [
  holding(
    column(
      'system',
      'text',
      'The module tool: lmod or environment-modules; none where only trees were found.',
    ),
    oneOf('lmod', 'environment-modules', 'none'),
  ),
  holding(
    column('version', 'text', 'The version of the tool, as it says itself.'),
    (cell) => typeof cell === 'string' && !/\s/.test(cell),
  ),
  holding(
    column('modulepath', 'list', 'The trees in MODULEPATH as a login shell starts with it, in order.'),
    (cell) => isTexts(cell) && isSet(cell) && cell.every((path) => path.startsWith('/')),
  ),
  column(
    'initialisation',
    'text',
    'What sets modules up: login for a login shell, else the file that had to be sourced.',
  ),
  column('account', 'text', 'The account that looked; what is restricted or unreadable is so for it.'),
];

const moduleColumns: Column[] = [
  holding(column('fullName', 'text', 'The full name, as module load takes it.'), (cell) => cell !== ''),
  holding(
    column('name', 'text', 'The name without the version.'),
    (cell, row) => cell !== '' && (cell === row.fullName || `${cell}/${row.version}` === row.fullName),
  ),
  holding(
    column('version', 'text', 'The version; empty for a module that has none.'),
    (cell, row) => (cell === '') === (row.name === row.fullName),
  ),
  holding(
    column(
      'default',
      'text',
      'marked where the site made it the default, highest where the tool takes it as the highest version.',
    ),
    oneOf('marked', 'highest', ''),
  ),
  column('hidden', 'boolean', 'True when a plain avail does not show the module.'),
  holding(
    column('symbols', 'list', 'Symbolic versions that mean this module, besides default.'),
    (cell) => isSet(cell) && isTexts(cell) && !cell.includes('default'),
  ),
  holding(
    column(
      'tags',
      'list',
      'Tags of Environment Modules (sticky, forbidden) or properties of Lmod (arch:gpu).',
    ),
    isSet,
  ),
  column('description', 'text', 'What the module is, in the words of its modulefile.'),
  column('homepage', 'text', 'The address of the software, where the modulefile tells it.'),
  column('category', 'text', 'The category that the modulefile gives.'),
  holding(column('keywords', 'list', 'The keywords that the modulefile gives.'), isSet),
  column('family', 'text', 'The family of which only one module can be loaded, such as compiler or mpi.'),
  holding(
    column(
      'restricted',
      'text',
      'Why not everybody may load it: forbidden, nearly-forbidden, licensed, restricted or unreadable; empty otherwise.',
    ),
    oneOf('', 'forbidden', 'nearly-forbidden', 'licensed', 'restricted', 'unreadable'),
  ),
  column('broken', 'text', 'What the tool said when the modulefile failed; empty for a sound one.'),
  holding(
    column(
      'provides',
      'list',
      'Extensions inside the module, such as Python or R packages, with their versions.',
    ),
    isSet,
  ),
  {
    name: 'requires',
    type: 'list',
    sentence: 'What must be loaded first, one entry per alternative, in order of loading.',
    of: (row) =>
      Array.isArray(row.requires)
        ? row.requires.map((chain) => (Array.isArray(chain) ? chain.join(' ') : ''))
        : [],
    holds: isSet,
  },
  {
    name: 'architectures',
    type: 'list',
    sentence: 'What it is built for, as a published list names it; empty where nobody tells.',
    of: (row) => row.architectures ?? [],
    holds: isSet,
  },
  holding(
    column('file', 'text', 'The modulefile, relative to its tree.'),
    (cell) => typeof cell === 'string' && !cell.endsWith('/'),
  ),
  holding(
    column(
      'read',
      'text',
      'evaluated when the modulefile was run by the module tool, names when only its name was read.',
    ),
    oneOf('evaluated', 'names'),
  ),
];

export const kinds: DocumentKind[] = [
  {
    kind: 'modules.system',
    sentence: 'The module system of a node and the MODULEPATH that it starts with.',
    schema: System,
    columns: systemColumns,
    rows: (facts) => {
      const system = System.safeParse(facts);
      return system.success ? [system.data] : [];
    },
  },
  {
    kind: 'modules.tree',
    sentence: 'One module tree: its modules, defaults, aliases and what each needs loaded first.',
    schema: Tree,
    columns: moduleColumns,
    rows: (facts) => {
      const tree = Tree.safeParse(facts);
      return tree.success ? tree.data.modules.map((module) => ({ ...module, read: tree.data.read })) : [];
    },
  },
];
