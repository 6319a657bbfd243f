import { chainsOf, isJson, type Json, jsonOf, parsedJson, textAt, textsOf } from './json.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf, withinTree } from './listing.ts';
import { providedOf } from './provided.ts';
import { restrictionOf } from './restricted.ts';
import { type Module, namedModule } from './schema.ts';
import { markDefaults } from './weights.ts';
import { tellWhatis } from './whatis.ts';

/**
 * Lmod's `spider -o spider-json` (dbT in Spider.lua): name -> path of the modulefile -> facts. The
 * order is another one in each run. An empty result is `[]` in Lua's eyes as well as `{}`.
 */
export function parseSpiderJson(text: string): Listing {
  const listing = emptyListing('lmod');
  const json = parsedJson(text);
  if ('error' in json) {
    addProblem(listing, 'spider-json', json.line, json.near, `not JSON: ${json.error}`);
    return listing;
  }
  if (Array.isArray(json.value) && json.value.length === 0) return listing;
  if (!isJson(json.value)) {
    addProblem(listing, 'spider-json', 1, text, 'not an object of module names');
    return listing;
  }
  const weights = new Map<Module, string>();
  for (const [name, files] of Object.entries(json.value)) readName(listing, name, jsonOf(files), weights);
  for (const { modules } of listing.trees.values()) markDefaults(modules, weights);
  return listing;
}

function readName(listing: Listing, name: string, files: Json, weights: Map<Module, string>): void {
  for (const [path, facts] of Object.entries(files)) {
    if (!isJson(facts)) {
      addProblem(listing, 'spider-json', 0, path, `no facts about a file of ${name}`);
      continue;
    }
    addEntry(listing, { name, path, facts, chains: chainsOf(facts.parentAA) }, weights);
  }
}

export interface Entry {
  /** Name without version. */
  name: string;
  /** Of the modulefile. */
  path: string;
  /** As Lmod keeps them for its spider: fullName, Version, whatis, wV, ... */
  facts: Json;
  chains: string[][];
}

/** One modulefile of Lmod's, into the tree it lies in; its weight is what orders versions. */
export function addEntry(listing: Listing, entry: Entry, weights: Map<Module, string>): void {
  const { facts, name, path } = entry;
  const fullName = textAt(facts, 'fullName') || name;
  const module = namedModule(fullName);
  module.name = fullName === name || fullName.startsWith(`${name}/`) ? name : module.name;
  module.version = fullName.slice(module.name.length + 1);
  const tree = plainPath(textAt(facts, 'mpath') || treeOfFile(path, fullName));
  module.file = withinTree(tree, path);
  module.hidden = isHidden(facts.hidden);
  module.family = textAt(facts, 'family');
  module.description = textAt(facts, 'Description').trim();
  module.homepage = textAt(facts, 'URL').trim();
  module.category = textAt(facts, 'Category').trim();
  module.provides = providedOf(facts.provides);
  tellWhatis(module, textsOf(facts.whatis));
  module.tags = propertiesOf(facts.propT);
  module.restricted = restrictionOf(module.tags);
  module.requires = entry.chains;
  treeOf(listing, tree).modules.push(module);
  weights.set(module, textAt(facts, 'wV'));
}

/** `true`, or from 8.7.50 on a word or table that says how it is hidden. */
export function isHidden(value: unknown): boolean {
  return (
    value === true ||
    value === 'true' ||
    (typeof value === 'string' && value !== '' && value !== 'false') ||
    isJson(value)
  );
}

/** Lmod before 8 does not say the tree: it is what the file's path has before the full name. */
export function treeOfFile(path: string, fullName: string): string {
  for (const ending of [`/${fullName}.lua`, `/${fullName}`, `/${fullName}/default`]) {
    if (path.endsWith(ending)) return path.slice(0, -ending.length) || '/';
  }
  const slash = path.lastIndexOf('/');
  return slash > 0 ? path.slice(0, slash) : '';
}

/** `{"arch": {"mic": 1}}` as `arch:mic`. */
export function propertiesOf(value: unknown): string[] {
  return Object.entries(jsonOf(value))
    .flatMap(([key, values]) => Object.keys(jsonOf(values)).map((one) => `${key}:${one}`))
    .sort();
}
