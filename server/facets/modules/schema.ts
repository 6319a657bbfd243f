import { z } from 'zod';

/** Which program speaks for the modules of a node. */
export const Tool = z.enum(['lmod', 'environment-modules', 'none']);
export type Tool = z.infer<typeof Tool>;

/** One modulefile, as its tree's tool tells it. Text that is not known is ''. */
export const Module = z.object({
  /** What `module load` takes: `bio/SAMtools/1.17`. */
  fullName: z.string(),
  /** Without the version: `bio/SAMtools`. */
  name: z.string(),
  /** '' for a module without versions. */
  version: z.string(),
  /** Relative to the tree; absolute for a virtual module that lies elsewhere. */
  file: z.string(),
  /** `marked` by the site; `highest`, where the tool then takes the highest version; '' otherwise. */
  default: z.enum(['marked', 'highest', '']),
  /** Not shown by a plain avail. */
  hidden: z.boolean(),
  /** Symbolic versions besides `default`. */
  symbols: z.array(z.string()),
  /** Tags of Environment Modules, properties of Lmod (`lmod:sticky`). */
  tags: z.array(z.string()),
  description: z.string(),
  homepage: z.string(),
  category: z.string(),
  keywords: z.array(z.string()),
  family: z.string(),
  /**
   * Why not everybody may load it: `forbidden` by the site, `nearly-forbidden` where that begins later,
   * `licensed` or `restricted` as the site marked it, `unreadable` for the account that looked; '' otherwise.
   */
  restricted: z
    .enum(['', 'forbidden', 'nearly-forbidden', 'licensed', 'restricted', 'unreadable'])
    .default(''),
  /** What the tool said when the modulefile failed; '' for a sound one. */
  broken: z.string().default(''),
  /** Extensions inside the module: Python and R packages with their versions. */
  provides: z.array(z.string()),
  /** Modules to load first, in order: any one of these lists will do. */
  requires: z.array(z.array(z.string())),
  /** Only where a list tells them: what it is built for, as that list names it (`x86_64/amd/zen3`). */
  architectures: z.array(z.string()).optional(),
});
export type Module = z.infer<typeof Module>;

/** Another name that a tree gives: an alias, or a symbolic version of a module or of a folder of modules. */
export const Alias = z.object({ name: z.string(), target: z.string(), hidden: z.boolean() });
export type Alias = z.infer<typeof Alias>;

export const Tree = z.object({
  kind: z.literal('modules.tree'),
  tool: Tool,
  /**
   * `evaluated`: the modulefiles were run by the site's own tool, now or for its spider cache;
   * `names`: only their names were read, since the tree belongs to nobody who is trusted.
   */
  read: z.enum(['evaluated', 'names']),
  /**
   * What `module use` must bring into MODULEPATH first: '' nothing (the tree is in it, or a module
   * brings it), '.' this tree itself, else the tree in which the prerequisites lie.
   */
  use: z.string(),
  modules: z.array(Module),
  aliases: z.array(Alias),
});
export type Tree = z.infer<typeof Tree>;

export const System = z.object({
  kind: z.literal('modules.system'),
  system: Tool,
  version: z.string(),
  /** MODULEPATH as a login shell starts with it. */
  modulepath: z.array(z.string()),
  /** `login` for an ordinary login shell, else the file that had to be sourced. */
  initialisation: z.string(),
  /** The account that looked: what is restricted, is so for it. '' where the agent does not tell. */
  account: z.string().default(''),
});
export type System = z.infer<typeof System>;

/** A module of which only the full name is known; the version is what follows the last slash. */
export function namedModule(fullName: string): Module {
  const slash = fullName.lastIndexOf('/');
  return {
    fullName,
    name: slash > 0 ? fullName.slice(0, slash) : fullName,
    version: slash > 0 ? fullName.slice(slash + 1) : '',
    file: '',
    default: '',
    hidden: false,
    symbols: [],
    tags: [],
    description: '',
    homepage: '',
    category: '',
    keywords: [],
    family: '',
    restricted: '',
    broken: '',
    provides: [],
    requires: [],
  };
}
