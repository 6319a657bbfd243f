import type { Listing } from './listing.ts';
import { takeNode } from './pbs.ts';
import { pbsStateOf } from './pbsStates.ts';

/** Words that no other batch system says of a node. */
const OWN = /^(?:free|offline|job-(?:exclusive|busy|sharing)|resv-exclusive|state-unknown)(?:,|$)|,offline\b/;
const ROW = /^([A-Za-z0-9][\w.[\]-]*) +([a-z][a-z_,-]*)(?:[ \t]+(\S.*?))?\s*$/;

const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ROW.exec(line));

/** `pbsnodes -l`, and -ln with notes: nodes that are marked, a line each. */
export function isPbsMarked(text: string): boolean {
  if (text.length > 2_000_000) return false;
  const rows = rowsOf(text);
  const isState = (word: string) => word.split(',').every((one) => pbsStateOf(one) !== null);
  return (
    rows.length > 0 &&
    rows.every((row) => row !== null && isState(row[2] ?? '')) &&
    rows.some((row) => OWN.test(row?.[2] ?? ''))
  );
}

export function readPbsMarked(text: string, listing: Listing, where: string): void {
  for (const [at, row] of rowsOf(text).entries()) {
    const [, name = '', state = '', comment = ''] = row ?? [];
    if (name !== '')
      takeNode(
        name,
        new Map([['state', state], ...(comment ? [['comment', comment] as const] : [])]),
        listing,
        where,
        at + 1,
      );
  }
}
