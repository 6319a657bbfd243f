import type { RawChange } from './change.ts';
import type { Pair } from './pairs.ts';

/** The nodes, place, dates and documents that all changes of one pair have in common. */
export function startOf(pair: Pair, facet: string) {
  return {
    clusterId: pair.clusterId,
    facet,
    place: placeOf(pair.rootPath, pair.itemPath),
    nodes: pair.nodes,
    documentBefore: pair.before[0] ?? null,
    documentAfter: pair.after[0] ?? null,
    since: pair.since,
    sinceAfter: pair.sinceAfter,
  } satisfies Partial<RawChange>;
}

function placeOf(root: string, item: string): string {
  if (item === '' || item.startsWith('/')) return item === '' ? root : item;
  return root === '' || root.endsWith('/') ? root + item : `${root}/${item}`;
}
