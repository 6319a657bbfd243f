import { isJson, type Json, jsonOf, parsedJson, textAt, textsOf } from './json.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf, withinTree } from './listing.ts';
import { treeOfFile } from './parse-spider-json.ts';
import { type Module, namedModule } from './schema.ts';

/**
 * Lmod's `spider -o jsonReverseMapT` and `xalt_rmapT`: folders of PATH and the like, each with the module that sets
 * it. Only modules that set one are in it, and each as often as it sets some.
 */
export function parseReverseMap(text: string): Listing {
  const listing = emptyListing('lmod');
  const json = parsedJson(text);
  if ('error' in json) addProblem(listing, 'reverse map', 1, text, `not JSON: ${json.error}`);
  else readReverseMap(listing, jsonOf(jsonOf(json.value).reverseMapT));
  return listing;
}

export function readReverseMap(listing: Listing, map: Json): void {
  const known = new Set<string>();
  for (const [path, entry] of Object.entries(map)) {
    const module = isJson(entry) ? moduleOf(entry) : namedOf(entry);
    if (!module) {
      addProblem(listing, 'reverse map', 0, path, 'no module for this folder');
      continue;
    }
    const tree = plainPath(module.file === '' ? '' : treeOfFile(module.file, module.fullName));
    module.file = withinTree(tree, module.file);
    const key = `${tree}\0${module.fullName}`;
    if (!known.has(key)) treeOf(listing, tree).modules.push(module);
    known.add(key);
  }
}

/** `{"pkg": "impi/4.1", "moduleFn": "/m/impi/4.1.lua", "flavor": ["default:intel/13.1"]}` */
function moduleOf(entry: Json): Module | undefined {
  const fullName = textAt(entry, 'pkg');
  if (fullName === '') return undefined;
  const module = namedModule(fullName);
  module.file = textAt(entry, 'moduleFn');
  // A flavour is the modules that lead to it behind the word default; the word alone means that none do.
  const chains = textsOf(entry.flavor).map((flavor) =>
    flavor
      .split(':')
      .slice(1)
      .filter((name) => name !== ''),
  );
  module.requires = chains.some((chain) => chain.length === 0) ? [] : chains;
  return module;
}

/** `gcc/13.2.0(default)` of XALT's map. */
function namedOf(entry: unknown): Module | undefined {
  const fullName = typeof entry === 'string' ? entry.replace(/\([^()]*\)$/, '').trim() : '';
  return fullName === '' ? undefined : namedModule(fullName);
}
