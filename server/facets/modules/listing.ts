import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import type { Alias, Module, Tool } from './schema.ts';

/** What a tool's output lists of one tree. */
export interface ListedTree {
  modules: Module[];
  aliases: Alias[];
}

/** What one output lists, tree by tree. Every parser of this facet gives one. */
export interface Listing {
  tool: Tool;
  trees: Map<string, ListedTree>;
  problems: Problem[];
  /** The tool's version and MODULEPATH, where a transcript tells them. */
  version: string;
  modulepath: string[];
  /** Names that were listed as extensions, which other listings of the session may take for modules. */
  extensions: Set<string>;
  /** Trees outside MODULEPATH that must be brought into it first, by the modules in them that others require. */
  outside: Map<string, string>;
}

export function emptyListing(tool: Tool): Listing {
  return {
    tool,
    trees: new Map(),
    problems: [],
    version: '',
    modulepath: [],
    extensions: new Set(),
    outside: new Map(),
  };
}

/** The listed tree at `path`, begun when this is its first entry. */
export function treeOf(listing: Listing, path: string): ListedTree {
  const known = listing.trees.get(path);
  if (known) return known;
  const begun: ListedTree = { modules: [], aliases: [] };
  listing.trees.set(path, begun);
  return begun;
}

export function addProblem(
  listing: Listing,
  part: string,
  line: number,
  text: string,
  message: string,
): void {
  // A broken output can be wrong in every line; the first hundred tell as much.
  if (listing.problems.length < 100) {
    listing.problems.push(problemOf('modules', '', part, line, text, message));
  }
}

/** A tree's path without doubled or final slashes, as Lmod's path_regularize and the agent write it. */
export function plainPath(path: string): string {
  const single = path.replace(/\/{2,}/g, '/');
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}

/** Where a modulefile lies within its tree. */
export function withinTree(tree: string, file: string): string {
  return tree !== '' && file.startsWith(`${tree}/`) ? file.slice(tree.length + 1) : file;
}
