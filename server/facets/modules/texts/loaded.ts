import { readEntry } from '../entry.ts';
import { addListed } from '../listed.ts';
import { emptyListing, type Listing, treeOf } from '../listing.ts';
import { INACTIVE, LOADED_TITLE } from './headings.ts';

/**
 * `module list` of both tools: `  1) gcc/13.2.0 (D)   2) intel/15 -> intel/15.0.2`. Loaded modules exist,
 * in a tree that is not told. Inactive ones are those that Lmod cannot find any more.
 */
export function parseLoaded(text: string): Listing {
  const listing = emptyListing(/\bModulefiles\b/.test(text) ? 'environment-modules' : 'lmod');
  let isOn = false;
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd();
    if (LOADED_TITLE.test(line)) {
      isOn = true;
      treeOf(listing, '');
    } else if (INACTIVE.test(line) || /^\s*(?:Where|Wo|Où|Key) ?:/.test(line)) isOn = false;
    else if (isOn && /^\s*\d{1,4}\) ?\S/.test(line)) for (const item of itemsOf(line)) addItem(listing, item);
    else if (isOn && /^\S/.test(line)) isOn = false;
  }
  return listing;
}

/** The names between `1)`, `2)`, ... of a line. */
function itemsOf(line: string): string[] {
  return line
    .trim()
    .split(/(?:^|\s{1,20})\d{1,4}\) ?(?=\S)/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function addItem(listing: Listing, item: string): void {
  // The name that was asked for, and the one that it meant.
  const name = item.includes(' -> ') ? item.slice(item.indexOf(' -> ') + 4) : item;
  const marks = / {1,40}\(([^()]*)\)$/.exec(name);
  const entry = readEntry((marks ? name.slice(0, marks.index) : name).trim(), listing.tool);
  const words = marks?.[1]?.split(',') ?? [];
  entry.hidden ||= words.includes('H');
  if (words.includes('S')) entry.tags.push('sticky');
  if (entry.name !== '') addListed(listing, '', entry);
}
