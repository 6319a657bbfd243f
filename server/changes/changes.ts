import { facetNames } from '../facets/names.ts';
import type { Queryable } from '../store/database.ts';
import type { Area } from './area.ts';
import { joined, type RawChange } from './change.ts';
import { contentChanges } from './content.ts';
import { defaultChanges, defaultsOf } from './defaults.ts';
import { type DocumentHead, factsOf, headsOf } from './documents.ts';
import { factChanges, reimagedChanges } from './facts.ts';
import { nodeChanges } from './nodes.ts';
import { offeringChanges, offeringDifferences } from './offerings.ts';
import { type Pair, pairsOf } from './pairs.ts';
import type { Window } from './window.ts';

export interface Found {
  changes: RawChange[];
  /** Other documents that are no change: read anew, or read for the first time. */
  apart: Pair[];
  /** Documents of the changes, by id. */
  heads: Map<number, DocumentHead>;
}

/**
 * Everything that differs between two times, and nothing that came and went between. What could not be read differs in
 * nothing: it stands as it was, so that no failure is ever told as something gone.
 */
export async function rawChanges(db: Queryable, area: Area, window: Window): Promise<Found> {
  const nodes = await nodeChanges(db, area, window);
  const all = await pairsOf(db, area, window, nodes.fresh);
  const [pairs, apart] = [all.filter((pair) => !isApart(pair)), all.filter(isApart)];
  const heads = await headsOf(db, pairs);
  const offered = pairs.filter((pair) => isOffered(pair, heads));
  const others = pairs.filter((pair) => !isOffered(pair, heads));
  const offerings = await ofOfferings(db, offered, heads);
  const documents = await factsOf(
    db,
    others.flatMap(({ before, after }) => [...before.slice(0, 1), ...after.slice(0, 1)]),
  );
  const facts = others.flatMap((pair) => [
    ...factChanges(pair, documents),
    ...reimagedChanges(pair, documents),
  ]);
  return { changes: joined([...nodes.changes, ...offerings, ...facts]), apart, heads };
}

const isApart = ({ reread, first }: Pair) => reread || first;

/** Container runtimes are told by what they are and can, not as tools. */
function isOffered({ facet, before, after }: Pair, heads: Map<number, DocumentHead>): boolean {
  return facetNames[facet] !== 'runtimes' && [...before, ...after].some((id) => heads.get(id)?.offers);
}

async function ofOfferings(
  db: Queryable,
  pairs: Pair[],
  heads: Map<number, DocumentHead>,
): Promise<RawChange[]> {
  const differences = await offeringDifferences(db, pairs, heads);
  const trees = pairs.filter(({ before, after }) =>
    [before, after].every(([id]) => heads.get(id ?? 0)?.kind === 'modules.tree'),
  );
  const defaults = await defaultsOf(
    db,
    trees.flatMap(({ before, after }) => [...before.slice(0, 1), ...after.slice(0, 1)]),
  );
  const told = pairs.flatMap((pair) => offeringChanges(pair, differences.get(pair) ?? []));
  const ofTrees = trees.flatMap((pair) => defaultChanges(pair, defaults));
  const silent = pairs
    .filter(({ before, after }) => before.length > 0 && after.length > 0)
    .filter((pair) => (differences.get(pair) ?? []).length === 0)
    .filter((pair) => defaultChanges(pair, defaults).length === 0);
  return [...told, ...ofTrees, ...(await contentChanges(db, silent, heads))];
}
