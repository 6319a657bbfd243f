import { emptyListing, type Listing, treeOf } from '../listing.ts';
import { headerOf } from '../parse-columns.ts';

/**
 * `module overview` and `module category NAME` of Lmod tell names with a number of versions and no
 * modules: its trees are listed without any.
 */
export function parseOverview(text: string): Listing {
  const listing = emptyListing('lmod');
  for (const line of text.split('\n')) {
    const header = headerOf(line);
    if (header?.startsWith('/')) treeOf(listing, header);
  }
  if (listing.trees.size === 0) treeOf(listing, '');
  return listing;
}

export function isOverview(text: string): boolean {
  if (/^[ \t]*(?:-+ )?List of Categories\b/m.test(text)) return true;
  const rows = text
    .split('\n', 2000)
    .filter((line) => line.trim() !== '' && headerOf(line) === undefined && !/^\S.*:$|^ *\$ /.test(line));
  return rows.length > 0 && rows.every(isCounted);
}

/** `gcc (2)   intel   (3)`: names, each with how many versions it has. */
function isCounted(row: string): boolean {
  const words = row.trim().split(/\s+/);
  return (
    words.length % 2 === 0 && words.every((word, at) => (at % 2 === 0 ? word !== '' : /^\(\d+\)$/.test(word)))
  );
}
