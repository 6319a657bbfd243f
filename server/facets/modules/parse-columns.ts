import { envmodulesCells, lmodCells } from './cells.ts';
import { isNoise, readEntry, takeTags } from './entry.ts';
import { addListed, settleSymbols } from './listed.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf } from './listing.ts';
import type { Tool } from './schema.ts';
import { EXTENSIONS } from './texts/headings.ts';
import { completeChains } from './via.ts';

const PART = 'avail in columns';

/** What follows the last tree: a legend, or in a pasted session the next prompt or the end of the block. */
const END =
  /^\s*(?:\S{1,20} ?:$|Where:|Key:|Use "?module|If the avail list|Module defaults are chosen|See https?:|This is a list of module extensions|```|~~~\s*$|\{:|[$#%>] |\[[^\]]{1,80}\][$#] )/;

/** What Lmod advises under its listings. */
const ADVICE = /^\s*"(?:module|ml) /;

/**
 * `module avail` as people see it, for listings that somebody pasted. It is read as far as it is
 * safe: `...` stands for what was left out, 3.2 cuts long names (nobody can tell), and what stands
 * before the first header or after the legend is no module.
 */
export function parseColumns(text: string, tool: Tool = toolOfColumns(text)): Listing {
  const listing = emptyListing(tool);
  let tree: string | undefined;
  let via: string[] = [];
  let rows: string[] = [];
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.trimEnd();
    if (line === '' || /^\s*(?:\.\.\.|\[(?![^\]]{1,80}\][$#] ))/.test(line)) continue;
    if (ADVICE.test(line)) continue;
    const header = headerOf(line) ?? bareHeader(line, lines[index - 1], lines[index + 1]);
    if (header !== undefined || END.test(line)) {
      addRows(listing, tree, rows, via);
      rows = [];
      [tree, via] = treeOfHeader(header);
      if (tree !== undefined) treeOf(listing, tree);
    } else if (isNoise(line.trimStart())) {
      addProblem(listing, PART, index + 1, line, 'a message among the modules');
    } else if (tree !== undefined) {
      if (tool !== 'lmod' || !isSentence(line, rows.at(-1))) rows.push(line);
    }
  }
  addRows(listing, tree, rows, via);
  completeChains(listing);
  settleSymbols(listing);
  return listing;
}

/** What the tool, the site or who pasted it adds: words one space apart, where rows have marks or slashes between. */
function isSentence(line: string, before = ''): boolean {
  if (/^\S.* .*[.:!]$/.test(line) && /^\s{2}/.test(before)) return true;
  // "   t:        Tools for development", of a legend whose head is gone
  if (/^\s+[^\s:]{1,20}:\s+\S/.test(line)) return true;
  return lmodCells(line).some((cell) => {
    const words = cell.replace(/ +\([^()]*\)$/, '').split(' ');
    return words.length > 2 && !cell.includes(' -> ') && words.some((word) => !word.includes('/'));
  });
}

function addRows(listing: Listing, tree: string | undefined, rows: string[], via: string[]): void {
  if (tree === undefined) return;
  const cells = listing.tool === 'lmod' ? rows.flatMap(lmodCells) : envmodulesCells(rows);
  const known = treeOf(listing, tree).modules.length;
  for (const cell of cells) addCell(listing, tree, cell);
  if (via.length === 0) return;
  for (const module of treeOf(listing, tree).modules.slice(known)) module.requires = [via];
}

/**
 * A header names a tree, or with Environment Modules 5.6 `/tree (via gcc/13)`, later `/tree (via gcc/13 > openmpi/5)`. Lmod puts two other
 * things under headers: extensions, which are no modules, and aliases of all trees.
 */
function treeOfHeader(header: string | undefined): [tree: string | undefined, via: string[]] {
  if (header === undefined || EXTENSIONS.test(header)) return [undefined, []];
  if (header === 'Global Aliases') return ['', []];
  const via = / \(via ([^()]+)\)$/.exec(header);
  return [plainPath(via ? header.slice(0, via.index) : header), via?.[1]?.split(' > ') ?? []];
}

/** The tree in `----- /path -----` or `~~~ /path ~~~`; one dash is left where the path is long. */
export function headerOf(line: string): string | undefined {
  const text = line.trim();
  // Folded at the width of a terminal, its dashes end in another line (8.6).
  if (EXTENSIONS.test(text)) return text.replace(/^-+ /, '');
  const rule = text.charAt(0);
  if (!'-~='.includes(rule) || rule === '') return undefined;
  let from = 0;
  let to = text.length;
  while (text[from] === rule) from++;
  while (to > from && text[to - 1] === rule) to--;
  const path = text.slice(from, to);
  const least = path.includes('/') && rule === '-' ? 1 : 2;
  const isRuled = from >= least && text.length - to >= least && path.startsWith(' ') && path.endsWith(' ');
  // Several rules in a row head the columns of another kind of table.
  return isRuled && path.trim() !== '' && !/-{4,}(?: |$)/.test(path) ? path.trim() : undefined;
}

/**
 * 3.2 has no dashes left for a path as wide as the terminal: it stands alone after an empty line. Where the
 * dashes were taken out, rows of Lmod follow at once.
 */
function bareHeader(line: string, before: string | undefined, next = ''): string | undefined {
  if (line.length > 4096 || line.endsWith(':') || line.startsWith('  ')) return undefined;
  // Brackets, quotes and stars are of no folder that stands there alone, but of code.
  if (/^ {3}\S+\/\S/.test(next)) return /^ ?(\w*\/[^\s*(){}[\];"'<>`]+)$/.exec(line)?.[1];
  return before?.trim() === ''
    ? /^ ?((?:\/|\$[A-Za-z_]+\/)[^\s*(){}[\];"'<>`]+)$/.exec(line)?.[1]
    : undefined;
}

export function hasHeaders(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines.some(
    (line, at) => (headerOf(line) ?? bareHeader(line, lines[at - 1], lines[at + 1])) !== undefined,
  );
}

const indent = (line = '') => line.length - line.trimStart().length;

/** Lmod indents its rows by three, more than its headers, and marks defaults with (D). */
export function toolOfColumns(text: string): Tool {
  if (/^ {2,3}\S/m.test(text) || /\([A-Z,]*D\)|^[ \t]*Where:\s*$|"module spider"/m.test(text)) return 'lmod';
  const lines = text.split('\n', 2000);
  return lines.some((line, at) => headerOf(line) !== undefined && indent(lines[at + 1]) === indent(line) + 3)
    ? 'lmod'
    : 'environment-modules';
}

function addCell(listing: Listing, tree: string, cell: string): void {
  const [alias, target] = cell.split(' -> ');
  const listed = treeOf(listing, tree);
  if (alias !== undefined && target !== undefined) {
    const known = target.trim() === '(N/A)' ? '' : target.trim();
    listed.aliases.push({ name: alias.trim(), target: known, hidden: false });
    return;
  }
  const marks = / \(([^()]+)\)$/.exec(cell)?.[1];
  const entry = readEntry(marks === undefined ? cell : cell.slice(0, -marks.length - 3), listing.tool);
  if (entry.name === '...' || entry.name === '') return;
  const words = marks?.split(/[,:]/) ?? [];
  // An (E) without a version is an extension that another module brings; sites may have a property E as well.
  if (words.includes('E') && !entry.name.includes('/')) {
    listing.extensions.add(entry.name);
    return;
  }
  // (g,D:14:new) has the property g, is the default and has the symbolic versions 14 and new: what colons join
  // (listing in Lmod's Hub.lua). One alone looks as a property does.
  const joined = new Set(marks?.split(',').flatMap((part) => (part.includes(':') ? part.split(':') : [])));
  const isSymbol = (word: string) =>
    word !== 'D' && (joined.has(word) || /\d/.test(word) || word === 'default');
  entry.symbols.push(...words.filter(isSymbol));
  if (words.length > 0)
    takeTags(
      entry,
      words.filter((word) => word !== 'D' && !isSymbol(word)),
    );
  addListed(listing, tree, entry);
  const added = listed.modules.at(-1);
  if (words.includes('D') && added?.fullName === entry.name && added.default === '')
    added.default = 'highest';
}
