import { coverageOf, together } from '../compare/gaps.ts';
import type { PairCounter } from '../compare/pairs.ts';
import { countPast } from '../compare/pastPairs.ts';
import { countFromMasks } from '../compare/refresh.ts';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { refuseForgotten } from '../store/prune/kept.ts';
import { clustersThen, namesOf, type PairSide, type PastCluster, sidesNow } from './comparePairSides.ts';
import type { Counted, PairFilter } from './comparePairs.ts';

/** Some tools alone, from the masks. */
export async function countedPairs(
  db: Queryable,
  { of, site }: PairFilter,
  tools: number[],
): Promise<Counted> {
  const sides = await sidesNow(db, of, site);
  const asked = sides.map(({ id, facets }) => ({ id, gaps: facets }));
  const counters = await countFromMasks(
    db,
    of === 'sites' ? { sites: asked, clusters: [] } : { sites: [], clusters: asked },
    tools,
  );
  return { sides, countsOf: lookUp(sides, counters[of]) };
}

/** A side with the clusters that it had. */
export interface PastSide extends PairSide {
  clusterIds: number[];
}

/** Those in service at a time, with what was not read of them then. */
export async function sidesThen(
  db: Queryable,
  { of, site }: PairFilter,
  { at, staleDays }: { at: Date; staleDays: number },
): Promise<PastSide[]> {
  const clusters = await clustersThen(db, at, site);
  const clusterIds = clusters.map(({ id }) => id);
  const coverage = await coverageOf(db, { clusterIds, nodeIds: null, at, staleDays });
  return [...groupsOf(clusters, of)].map(([name, own]) => {
    const ids = own.map(({ id }) => id);
    const { gaps, facets } = together(ids.flatMap((id) => coverage.get(id) ?? []));
    const id = (of === 'sites' ? own[0]?.siteId : own[0]?.id) ?? 0;
    return { id, name, clusterIds: ids, facets, gaps: namesOf(gaps) };
  });
}

/** Of more, everything that they had then is too much to be read for one answer. */
const MOST_THEN = 24;

const clustersOf = (sides: PastSide[]) => sides.flatMap(({ clusterIds }) => clusterIds).length;

/** Whether so few clusters were there then that their past can be read. */
export const isFew = (sides: PastSide[]): boolean => clustersOf(sides) <= MOST_THEN;

/** As they were at a time, from the intervals. */
export async function countedThen(
  db: Queryable,
  sides: PastSide[],
  { at, tools }: { at: Date; tools: ReadonlySet<string> | null },
): Promise<Counted> {
  await refuseForgotten(db, at);
  if (!isFew(sides))
    throw new GazetteerError(
      'bad-request',
      `the past of ${clustersOf(sides)} clusters is too much to be compared at once`,
      `Choose a site, or compare two places at that day: at most ${MOST_THEN} clusters`,
      2,
    );
  const asked = sides.map(({ id, clusterIds, facets }) => ({ id, clusterIds, gaps: facets }));
  return { sides, countsOf: lookUp(sides, await countPast(db, asked, { at, tools })) };
}

function groupsOf(clusters: PastCluster[], of: PairFilter['of']): Map<string, PastCluster[]> {
  const groups = new Map<string, PastCluster[]>();
  for (const one of clusters) {
    const name = of === 'sites' ? one.site : `${one.site}/${one.cluster}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return groups;
}

/** A counter knows its sides by their places. */
function lookUp(sides: readonly { id: number }[], counter: PairCounter): Counted['countsOf'] {
  const placeOf = new Map(sides.map(({ id }, at) => [id, at]));
  return (a, b) => {
    const [one, other] = [placeOf.get(a), placeOf.get(b)];
    return one === undefined || other === undefined ? undefined : counter.counts(one, other);
  };
}
