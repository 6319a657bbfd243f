import { isSettingsFile } from './listed.ts';
import { emptyListing, type Listing, treeOf } from './listing.ts';
import { namedModule } from './schema.ts';

/**
 * What the agent's walk found in a tree that it may not evaluate: `f PATH` a modulefile, `d PATH LINK`
 * what a `default` link points at. A byte 1 stands for a newline in a name.
 */
export function parseNames(text: string, tree: string): Listing {
  const listing = emptyListing('none');
  const listed = treeOf(listing, tree);
  const defaults = new Map<string, string>();
  for (const line of text.split('\n')) {
    const path = line.slice(2).replaceAll('\x01', '\n');
    if (line.startsWith('f ') && !isSettingsFile(path)) {
      const module = namedModule(withoutLua(path));
      module.file = path;
      module.hidden = /(^|\/)\./.test(path);
      listed.modules.push(module);
    } else if (line.startsWith('d ')) {
      const link = /^(.*)\/default (?:\.\/)?([^/]+)$/s.exec(path);
      if (link?.[1] !== undefined && link[2] !== undefined) defaults.set(link[1], withoutLua(link[2]));
    }
  }
  for (const module of listed.modules) {
    if (module.version !== '' && defaults.get(module.name) === module.version) module.default = 'marked';
  }
  return listing;
}

/** Lmod's modulefiles end in .lua, which is no part of the name. */
function withoutLua(path: string): string {
  return path.endsWith('.lua') ? path.slice(0, -4) : path;
}
