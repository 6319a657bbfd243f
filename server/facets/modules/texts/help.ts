import { emptyListing, type Listing, treeOf } from '../listing.ts';
import { namedModule } from '../schema.ts';
import { parseShow } from './show.ts';

/** The title in the languages that Lmod ships; Environment Modules name the file. */
const TITLE =
  /^-*\s*(?:Module Specific Help for|Modul-spezifische Hilfe für) "?([^"]{1,1000}?)"?[.:]?(?: -*)?$/m;

/** `module help` of either tool: which module it is. What the help says is written for people. */
export function parseHelp(text: string): Listing {
  const listing = emptyListing('lmod');
  treeOf(listing, '');
  for (const line of text.split('\n')) {
    const said = TITLE.exec(line)?.[1]?.trim();
    if (said === undefined || said === '') continue;
    // A path is told as `module show` tells it.
    const from = parseShow(said.startsWith('/') ? `${said}:` : '');
    if (said.startsWith('/')) listing.tool = 'environment-modules';
    else addNamed(listing, said);
    for (const [tree, { modules }] of from.trees) treeOf(listing, tree).modules.push(...modules);
  }
  return listing;
}

export function isHelp(text: string): boolean {
  return text.split('\n', 20).some((line) => TITLE.test(line));
}

function addNamed(listing: Listing, fullName: string): void {
  if (!/\s/.test(fullName)) treeOf(listing, '').modules.push(namedModule(fullName));
}
