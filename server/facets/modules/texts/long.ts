import { isNoise, readEntry } from '../entry.ts';
import { addListed } from '../listed.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf } from '../listing.ts';

const HEAD = /^- Package(?:\/Alias)? -+[.+]- Versions -+[.+]- Last mod\. -*$/m;

/** Where symbolic versions begin (formatListEltToLongDisplay in report.tcl). */
const SYMBOLS = 40;

/** `module avail -l` of Environment Modules: names, symbolic versions and times in columns of 40, 20 and 19. */
export function parseLong(text: string): Listing {
  const listing = emptyListing('environment-modules');
  let tree: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    if (line === '' || HEAD.test(line)) continue;
    if (isNoise(line)) addProblem(listing, 'avail -l', index + 1, line, 'a message among the modules');
    else if (line.endsWith(':')) {
      tree = plainPath(line.slice(0, -1));
      treeOf(listing, tree);
    } else if (tree !== undefined) addRow(listing, tree, line);
  }
  return listing;
}

export function isLong(text: string): boolean {
  return HEAD.test(text);
}

function addRow(listing: Listing, tree: string, line: string): void {
  const row = line.replace(/ ?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d$/, '');
  // A longer name leaves no room, and symbolic versions follow it without a space.
  const isShort = (row[SYMBOLS - 1] ?? ' ') === ' ';
  const symbols = isShort ? row.slice(SYMBOLS).trim() : '';
  const said = (isShort ? row.slice(0, SYMBOLS) : row).trim();
  const arrow = said.indexOf(' -> ');
  const name = arrow === -1 ? said : said.slice(0, arrow);
  const entry = readEntry(symbols === '' ? name : `${name}(${symbols})`, listing.tool);
  if (arrow !== -1) entry.alias = said.slice(arrow + 4).trim();
  addListed(listing, tree, entry);
}
