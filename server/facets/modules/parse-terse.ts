import { isNoise, readEntry } from './entry.ts';
import { addListed, settleSymbols } from './listed.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf } from './listing.ts';
import type { Module, Tool } from './schema.ts';

/**
 * `module -t avail` of both tools: a header line per tree that ends in a colon, then one entry a line.
 *
 * - Lmod 7 to 9 list folders (`BWA/`) and extensions (`#    numpy/1.26`) among the modules, aliases
 *   (`name(@target)`) before the first header, and from 8.7.50 on decorations (`<H>`); headers need not be
 *   paths, since a site may label its trees.
 * - Environment Modules write symbols, `(@)` for aliases and tags behind the name, and quote names with
 *   spaces. 3.2 mixes its errors (`name(28):PROB:153: ...`) into the list.
 */
export function parseTerse(text: string, tool: Tool = toolOfTerse(text), first?: string): Listing {
  const listing = emptyListing(tool);
  const part = `${tool} terse avail`;
  let tree = first;
  // Lmod's folder lines tell where a name ends: `bowtie/` before `bowtie/64/2.2`.
  let folders = new Set<string>();
  let hasFolders = false;
  const outside: Module[] = [];
  let last: Module | undefined;
  if (first !== undefined) treeOf(listing, first);
  let inMessage = false;
  let isOver = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    // A warning ends at an empty line; after an error Lmod lists nothing more.
    isOver ||= line.startsWith('Lmod has detected');
    // Without empty lines the next tree ends it.
    const isTree = /^ ?(?:ProjectDIR|OutputDIR)?\/\S*:$/.test(line);
    inMessage = isOver || (line !== '' && !isTree && (inMessage || line.startsWith('Lmod ')));
    if (line.startsWith('#    ')) last?.provides.push(line.slice(1).trim());
    if (line === '' || line.startsWith('#')) continue;
    if (inMessage || isNoise(line) || isProse(line)) {
      addProblem(listing, part, index + 1, line, 'a message among the modules');
      continue;
    }
    if (line.endsWith(':') && line.length > 1) {
      tree = plainPath(line.slice(0, -1).trimStart());
      treeOf(listing, tree);
      folders = new Set();
      continue;
    }
    const entry = readEntry(line, tool);
    const isFolder = entry.name.endsWith('/');
    if (tool === 'lmod' && isFolder) folders.add(entry.name);
    hasFolders ||= tool === 'lmod' && isFolder;
    if (isFolder && entry.symbols.length === 0) continue;
    // Lmod's aliases stand before the first tree.
    if (entry.alias !== undefined || tree !== undefined) {
      const folder = folderOf(entry.name, folders);
      last = addListed(listing, tree ?? '', entry, folder);
      if (last && folder === '') outside.push(last);
    } else addProblem(listing, part, index + 1, line, 'text before the first tree');
  }
  // Where folders are listed, a name outside of them is a name without a version: `core/stdenv`.
  if (hasFolders) for (const module of outside) Object.assign(module, { name: module.fullName, version: '' });
  if (tool === 'lmod') settleSymbols(listing);
  return listing;
}

/** A fence, or words that no module is named by. */
function isProse(line: string): boolean {
  return line.startsWith('```') || (!line.includes('/') && line.split(' ').length > 4 && !line.endsWith(')'));
}

/** The longest of the folders that a name lies in. */
function folderOf(name: string, folders: Set<string>): string {
  for (let at = name.lastIndexOf('/'); at > 0 && folders.size > 0; at = name.lastIndexOf('/', at - 1)) {
    if (folders.has(name.slice(0, at + 1))) return name.slice(0, at + 1);
  }
  return '';
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
