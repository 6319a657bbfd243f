import { isNoise, readEntry } from './entry.ts';
import { addListed, settleSymbols } from './listed.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf } from './listing.ts';
import type { Tool } from './schema.ts';

/**
 * `module -t avail` of both tools: a header line per tree that ends in a colon, then one entry a line.
 *
 * - Lmod 7 to 9 list folders (`BWA/`) and extensions (`#    numpy/1.26`) among the modules, aliases
 *   (`name(@target)`) before the first header, and from 8.7.50 on decorations (`<H>`); headers need not be
 *   paths, since a site may label its trees.
 * - Environment Modules write symbols, `(@)` for aliases and tags behind the name, and quote names with
 *   spaces. 3.2 mixes its errors (`name(28):PROB:153: ...`) into the list.
 */
export function parseTerse(text: string, tool: Tool = toolOfTerse(text)): Listing {
  const listing = emptyListing(tool);
  const part = `${tool} terse avail`;
  let tree: string | undefined;
  let inMessage = false;
  let isOver = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    // A warning ends at an empty line; after an error Lmod lists nothing more.
    isOver ||= line.startsWith('Lmod has detected');
    inMessage = isOver || (line !== '' && (inMessage || line.startsWith('Lmod ')));
    if (line === '' || line.startsWith('#')) continue;
    if (inMessage || isNoise(line)) {
      addProblem(listing, part, index + 1, line, 'a message among the modules');
      continue;
    }
    if (line.endsWith(':') && line.length > 1) {
      tree = plainPath(line.slice(0, -1));
      treeOf(listing, tree);
      continue;
    }
    const entry = readEntry(line, tool);
    const isFolder = entry.name.endsWith('/');
    if (isFolder && entry.symbols.length === 0) continue;
    // Lmod's aliases stand before the first tree.
    if (entry.alias !== undefined || tree !== undefined) addListed(listing, tree ?? '', entry);
    else addProblem(listing, part, index + 1, line, 'text before the first tree');
  }
  if (tool === 'lmod') settleSymbols(listing);
  return listing;
}

/** Lmod alone lists folders, extensions and the targets of aliases. */
export function toolOfTerse(text: string): Tool {
  const isLmod = text.split('\n').some((raw) => {
    const line = raw.trimEnd();
    if (line.startsWith('#  ') || (line.endsWith('/') && !line.includes("'"))) return true;
    const alias = line.indexOf('(@');
    return alias > 0 && line.endsWith(')') && alias + 3 < line.length;
  });
  return isLmod ? 'lmod' : 'environment-modules';
}
