import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf, type TierName, tierOf } from '../store/providers.ts';
import type { Comparable } from './match.ts';
import { recipesOf, withRecipe } from './recipes.ts';
import type { ResolvedScope } from './scope.ts';

/** An offering of a scope, and one place where it is. */
export interface Offered extends Comparable {
  /** 0 for one of an uploaded inventory. */
  id: number;
  label: string;
  /** Anybody who can write to it can change it. */
  writable: boolean;
  places: number;
  /** As in find: positive a root item, negative an observation, 0 unknown. */
  item: number;
  locator: string;
  /** Documents that offer it; [] where nobody needs to know. */
  documents: readonly number[];
}

interface Row {
  tool: string;
  label: string;
  id: number;
  version: string;
  variant: string;
  build: string;
  provider: number;
  digest: string;
  places: number;
  item: number;
  locator: string;
  marks: string;
  writable: boolean;
  documents: number[];
}

interface Held {
  document: number;
  marks: string;
  places: number;
  item: number;
  roots: number[];
}

export interface OfferedThere {
  offered: Offered[];
  /** Where each document is, by id of the root; negative: the node. Empty where nobody needs to know. */
  roots: Map<number, ReadonlySet<number>>;
}

export const tierIn = ({ provider, writable }: Offered): TierName => tierOf(provider, writable);

/** How many they are: one of which two clusters know different things is one. Those of an inventory have no ids. */
export function offeringsIn({ offered }: Pick<OfferedThere, 'offered'>): number {
  const ids = offered.map(({ id }) => id).filter((id) => id !== 0);
  return offered.length - ids.length + new Set(ids).size;
}

const CVMFS = facetNames.indexOf('cvmfs');

/** What whole clusters offer now, from the rollup: without the places, which only matter within one cluster. */
export async function offeredNow(
  db: Queryable,
  clusterIds: number[],
  /** Only these tools; null for all. */
  tools: number[] | null = null,
): Promise<OfferedThere> {
  const found = await db.query<Row>(sql('compare-now'), [clusterIds, tools]);
  return { offered: found.rows.map(offeredOf), roots: new Map() };
}

/** What a scope offers at its time, from the intervals. */
export async function offeredThen(
  db: Queryable,
  { clusterIds, nodeIds, at }: Pick<ResolvedScope, 'clusterIds' | 'nodeIds' | 'at'>,
): Promise<OfferedThere> {
  const held = await db.query<Held>(sql('compare-held'), [clusterIds, nodeIds, at, CVMFS]);
  const roots = new Map<number, Set<number>>();
  for (const { document, roots: own } of held.rows) {
    const known = roots.get(document);
    if (known) for (const root of own) known.add(root);
    else roots.set(document, new Set(own));
  }
  const found = await db.query<Row>(sql('compare-unfold'), [
    held.rows.map(({ document }) => document),
    held.rows.map(({ marks }) => marks),
    held.rows.map(({ places }) => places),
    held.rows.map(({ item }) => item),
  ]);
  const recipes = await recipesOf(db, clusterIds, at);
  return { offered: found.rows.map((row) => withRecipe(offeredOf(row), recipes)), roots };
}

function offeredOf(row: Row): Offered {
  // Written out, since V8 takes sixty times as long for an object that begins with another one spread.
  return {
    tool: row.tool,
    label: row.label,
    id: row.id,
    version: row.version,
    variant: row.variant,
    build: row.build,
    provider: providerOf(row.provider),
    digest: row.digest,
    places: row.places,
    item: row.item,
    locator: row.locator,
    marks: row.marks === '' ? [] : row.marks.split(' ').filter((mark) => mark !== ''),
    writable: row.writable,
    documents: row.documents,
  };
}
