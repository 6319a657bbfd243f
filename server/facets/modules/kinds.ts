import type { Column, DocumentKind } from '../facet.ts';
import { column } from '../nodeDocument.ts';
import { System, Tree } from './schema.ts';

const systemColumns: Column[] = [
  column('system', 'text', 'The module tool: lmod or environment-modules; none where only trees were found.'),
  column('version', 'text', 'The version of the tool, as it says itself.'),
  column('modulepath', 'list', 'The trees in MODULEPATH as a login shell starts with it, in order.'),
  column(
    'initialisation',
    'text',
    'What sets modules up: login for a login shell, else the file that had to be sourced.',
  ),
];

const moduleColumns: Column[] = [
  column('fullName', 'text', 'The full name, as module load takes it.'),
  column('name', 'text', 'The name without the version.'),
  column('version', 'text', 'The version; empty for a module that has none.'),
  column(
    'default',
    'text',
    'marked where the site made it the default, highest where the tool takes it as the highest version.',
  ),
  column('hidden', 'boolean', 'True when a plain avail does not show the module.'),
  column('symbols', 'list', 'Symbolic versions that mean this module, besides default.'),
  column('tags', 'list', 'Tags of Environment Modules (sticky, forbidden) or properties of Lmod (arch:gpu).'),
  column('description', 'text', 'What the module is, in the words of its modulefile.'),
  column('homepage', 'text', 'The address of the software, where the modulefile tells it.'),
  column('category', 'text', 'The category that the modulefile gives.'),
  column('keywords', 'list', 'The keywords that the modulefile gives.'),
  column('family', 'text', 'The family of which only one module can be loaded, such as compiler or mpi.'),
  column(
    'restricted',
    'text',
    'Why not everybody may load it: forbidden, nearly-forbidden, licensed, restricted or unreadable; empty otherwise.',
  ),
  column('broken', 'text', 'What the tool said when the modulefile failed; empty for a sound one.'),
  column(
    'provides',
    'list',
    'Extensions inside the module, such as Python or R packages, with their versions.',
  ),
  {
    name: 'requires',
    type: 'list',
    sentence: 'What must be loaded first, one entry per alternative, in order of loading.',
    of: (row) =>
      Array.isArray(row.requires)
        ? row.requires.map((chain) => (Array.isArray(chain) ? chain.join(' ') : ''))
        : [],
  },
  column('file', 'text', 'The modulefile, relative to its tree.'),
  column(
    'read',
    'text',
    'evaluated when the modulefile was run by the module tool, names when only its name was read.',
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
