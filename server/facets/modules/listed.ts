import type { ListedEntry } from './entry.ts';
import { type Listing, treeOf } from './listing.ts';
import { restrictionOf } from './restricted.ts';
import { type Module, namedModule } from './schema.ts';

/** Adds an entry of a terse or column listing: a module, an alias, or a folder with symbolic versions. */
export function addListed(
  listing: Listing,
  tree: string,
  entry: ListedEntry,
  folder = '',
): Module | undefined {
  const { name, symbols, hidden } = entry;
  const listed = treeOf(listing, tree);
  if (entry.alias !== undefined) {
    listed.aliases.push({ name, target: entry.alias, hidden });
    return undefined;
  }
  if (name.endsWith('/')) {
    const folder = name.slice(0, -1);
    for (const symbol of symbols) {
      listed.aliases.push({ name: symbolName(folder, symbol), target: folder, hidden });
    }
    return undefined;
  }
  // Some versions list `b/.version.1.1` among hidden modules.
  if (isSettingsFile(name)) return undefined;
  const module = namedModule(name);
  if (folder !== '' && name.startsWith(folder)) {
    module.name = folder.slice(0, -1);
    module.version = name.slice(folder.length);
  }
  module.default = symbols.includes('default') ? 'marked' : '';
  module.symbols = symbols.filter((symbol) => symbol !== 'default');
  module.tags = entry.tags;
  module.restricted = restrictionOf(entry.tags);
  module.hidden = hidden || /(^|\/)\./.test(name);
  listed.modules.push(module);
  return module;
}

/** A symbolic version stands beside what it means: `foo/latest` for `foo/1.0`. */
export function symbolName(fullName: string, symbol: string): string {
  const slash = fullName.lastIndexOf('/');
  return slash === -1 ? `${fullName}/${symbol}` : `${fullName.slice(0, slash)}/${symbol}`;
}

export function isSettingsFile(name: string): boolean {
  return /(?:^|\/)\.(?:version|modulerc)[^/]*$/.test(name);
}

/** Lmod lists symbolic versions as aliases (`a/13(@a/13.2)`): those of a listed module are its symbols. */
export function settleSymbols(listing: Listing): void {
  for (const listed of listing.trees.values()) {
    const modules = new Map(listed.modules.map((module) => [module.fullName, module]));
    listed.aliases = listed.aliases.filter(({ name, target }) => {
      const module = modules.get(target);
      if (!module || !name.startsWith(`${module.name}/`) || module.version === '') return true;
      const symbol = name.slice(module.name.length + 1);
      if (symbol === 'default') module.default = 'marked';
      else module.symbols.push(symbol);
      return false;
    });
  }
}
