import type { NativeInput } from '../facet.ts';
import { emptyListing, type Listing } from './listing.ts';
import { Merged } from './merge.ts';
import { headOf, wholeText } from './native-texts.ts';
import type { TextForm } from './texts/forms.ts';
import { isAboutTool } from './texts/messages.ts';

/** More files than this are no folder of outputs. */
const MOST_FILES = 500;

/** These say too little of themselves to make a folder one of module tools. */
const WEAK = new Set(['module-messages', 'module-state', 'lmod-spider-list', 'lmod-terse-spider']);

/** A list of files does not say where a tree ends, a long listing not where a long name does; others do. */
const VAGUE = new Set(['lmod-spider-list', 'avail-long']);

/** A folder in which somebody kept what several module commands printed, a file each. */
export function isFolder(input: NativeInput, forms: TextForm[]): boolean {
  if (input.files.length < 2 || input.files.length > MOST_FILES) return false;
  return formsOf(input, forms).some(([file, form]) => !WEAK.has(form.format) || isAboutTool(headOf(file)));
}

/** All that the files list, told once: what says most of a module comes first. */
export function parseFolder(input: NativeInput, forms: TextForm[]): Listing {
  const merged = new Merged(emptyListing('none'));
  const known = formsOf(input, forms).sort(([, a], [, b]) => forms.indexOf(a) - forms.indexOf(b));
  for (const [file, form] of known) {
    if (
      VAGUE.has(form.format) &&
      known.some(([, other]) => !WEAK.has(other.format) && !VAGUE.has(other.format))
    )
      continue;
    const listing = form.parse(wholeText(file));
    for (const problem of listing.problems) problem.where = file.path;
    merged.add(listing, 0);
  }
  merged.settle();
  return merged.listing;
}

function formsOf(input: NativeInput, forms: TextForm[]): [NativeInput['files'][number], TextForm][] {
  return input.files.flatMap((file): [NativeInput['files'][number], TextForm][] => {
    const head = headOf(file);
    const form = head.trim() === '' ? undefined : forms.find((one) => one.recognise(head));
    return form ? [[file, form]] : [];
  });
}
