import type { ListedTree } from './listing.ts';
import { bestChain } from './load-line.ts';
import type { Alias, Module, Tool, Tree } from './schema.ts';

export interface TreeSettings {
  tool: Tool;
  read: Tree['read'];
  /** In the MODULEPATH that a login shell starts with. */
  inModulepath: boolean;
  /** Trees outside MODULEPATH by the full names in them, to find where prerequisites lie. */
  outside?: Map<string, string>;
}

/** A tree's facts in an order that does not depend on the tool's: two readings of one tree are equal. */
export function treeFacts(listed: ListedTree | undefined, settings: TreeSettings): Tree {
  const modules = (listed?.modules ?? []).map((module) => canonical(module, settings.inModulepath));
  return {
    kind: 'modules.tree',
    tool: settings.tool,
    read: settings.read,
    use: settings.inModulepath ? '' : useFor(modules, settings.outside),
    modules: once(modules.sort(byText((module) => `${module.fullName}\0${module.file}`)), (module) =>
      JSON.stringify(module),
    ),
    aliases: once(
      [...(listed?.aliases ?? [])].sort(byText((alias: Alias) => `${alias.name}\0${alias.target}`)),
      (alias) => JSON.stringify(alias),
    ),
  };
}

/** A tree that modules bring into MODULEPATH is as near as the first of these modules. */
function useFor(modules: Module[], outside: Map<string, string> | undefined): string {
  const chains = modules.find((module) => module.requires.length > 0)?.requires;
  if (!chains) return '.';
  return outside?.get(bestChain(chains)[0] ?? '') ?? '';
}

/** A tree of MODULEPATH needs nothing loaded, even where some module would bring it in as well. */
function canonical(module: Module, inModulepath: boolean): Module {
  const chains = inModulepath ? [] : module.requires;
  return {
    ...module,
    symbols: [...new Set(module.symbols)].sort(),
    tags: [...new Set(module.tags)].sort(),
    keywords: [...new Set(module.keywords)].sort(),
    provides: [...new Set(module.provides)].filter((one) => one !== '').sort(),
    requires: once([...chains].sort(byText((chain) => chain.join('\0'))), (chain) => chain.join('\0')),
  };
}

function byText<T>(text: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [text(a), text(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

/** Sorted items without repetitions. */
function once<T>(sorted: T[], text: (one: T) => string): T[] {
  let last: string | undefined;
  return sorted.filter((one) => {
    const next = text(one);
    const isNew = next !== last;
    last = next;
    return isNew;
  });
}
