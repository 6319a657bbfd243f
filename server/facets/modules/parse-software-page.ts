import { chainsOf, isJson, type Json, jsonOf, parsedJson, textAt } from './json.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf, withinTree } from './listing.ts';
import { isHidden, propertiesOf, treeOfFile } from './parse-spider-json.ts';
import { providedOf } from './provided.ts';
import { restrictionOf } from './restricted.ts';
import { type Module, namedModule } from './schema.ts';
import { markDefaults } from './weights.ts';
import { keywordsOf } from './whatis.ts';

const PART = 'jsonSoftwarePage';

/**
 * Lmod's `spider -o jsonSoftwarePage` (convertEntry in its spider): packages with versions. Hidden
 * versions are left out, so hidden packages have none. `versionName` may be missing or come from a
 * whatis text, hence `full` decides; `defaultVersionName` may be false, absent, or end in a space.
 */
export function parseSoftwarePage(text: string): Listing {
  const listing = emptyListing('lmod');
  const json = parsedJson(text);
  if ('error' in json) {
    addProblem(listing, PART, 1, text, `not JSON: ${json.error}`);
    return listing;
  }
  if (isJson(json.value) && Object.keys(json.value).length === 0) return listing;
  if (!Array.isArray(json.value)) {
    addProblem(listing, PART, 1, text, 'not a list of packages');
    return listing;
  }
  readPages(listing, json.value);
  return listing;
}

/** The packages of a page, from its JSON or from its Lua (`spider -o softwarePageLua`). */
export function readPages(listing: Listing, pages: unknown[]): void {
  const weights = new Map<Module, string>();
  for (const page of pages) {
    const name = textAt(jsonOf(page), 'package');
    if (name === '') addProblem(listing, PART, 0, JSON.stringify(page) ?? '', 'a package without a name');
    else readPackage(listing, name, jsonOf(page), weights);
  }
  for (const { modules } of listing.trees.values()) markDefaults(modules, weights);
}

function readPackage(listing: Listing, name: string, page: Json, weights: Map<Module, string>): void {
  const versions = Array.isArray(page.versions) ? page.versions : Object.values(jsonOf(page.versions));
  for (const version of versions) {
    const facts = jsonOf(version);
    const path = textAt(facts, 'path');
    const versionName = textAt(facts, 'versionName').trim();
    const fullName = textAt(facts, 'full') || (versionName === '' ? name : `${name}/${versionName}`);
    const tree = plainPath(treeOfFile(path, fullName));
    const module = namedModule(fullName);
    module.name = fullName === name || fullName.startsWith(`${name}/`) ? name : module.name;
    module.version = fullName.slice(module.name.length + 1);
    module.file = withinTree(tree, path);
    module.hidden = isHidden(facts.hidden);
    module.family = textAt(facts, 'family');
    module.description = (textAt(facts, 'description') || textAt(page, 'description')).trim();
    module.homepage = textAt(page, 'url').trim();
    module.category = textAt(page, 'categories').trim();
    module.keywords = [...new Set(keywordsOf(textAt(page, 'keywords')))].sort();
    module.provides = providedOf(facts.provides);
    module.tags = propertiesOf(facts.properties);
    module.restricted = restrictionOf(module.tags);
    module.requires = chainsOf(facts.parent);
    if (facts.markedDefault === true) module.default = 'marked';
    else if (textAt(page, 'defaultVersionName').trim() === module.version && module.version !== '')
      module.default = 'highest';
    const weight = textAt(facts, 'wV');
    if (weight !== '') {
      module.default = '';
      weights.set(module, weight);
    }
    treeOf(listing, tree).modules.push(module);
  }
}
