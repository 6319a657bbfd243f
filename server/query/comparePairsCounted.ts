import { coverageOf, together } from '../compare/gaps.ts';
import type { PairCounter } from '../compare/pairs.ts';
import { countPast } from '../compare/pastPairs.ts';
import { countFromMasks } from '../compare/refresh.ts';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { clustersThen, namesOf, type PastCluster, sidesNow } from './comparePairSides.ts';
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

/** Of more, everything that they had then is too much to be read for one answer. */
const MOST_THEN = 24;

/** Whether so few clusters were there then that their past can be read. */
export const isFew = async (db: Queryable, at: Date, site: string): Promise<boolean> =>
  (await clustersThen(db, at, site)).length <= MOST_THEN;

/** As they were at a time, from the intervals. */
export async function countedThen(
  db: Queryable,
  { of, site }: PairFilter,
  { at, tools, staleDays }: { at: Date; tools: ReadonlySet<string> | null; staleDays: number },
): Promise<Counted> {
  const clusters = await clustersThen(db, at, site);
  if (clusters.length > MOST_THEN)
    throw new GazetteerError(
      'bad-request',
      `the past of ${clusters.length} clusters is too much to be compared at once`,
      `Choose a site, or compare two places at that day: at most ${MOST_THEN} clusters`,
      2,
    );
  const clusterIds = clusters.map(({ id }) => id);
  const coverage = await coverageOf(db, { clusterIds, nodeIds: null, at, staleDays });
  const known = [...groupsOf(clusters, of)].map(([name, own]) => {
    const ids = own.map(({ id }) => id);
    const { gaps, facets } = together(ids.flatMap((id) => coverage.get(id) ?? []));
    const id = (of === 'sites' ? own[0]?.siteId : own[0]?.id) ?? 0;
    return { id, name, clusterIds: ids, facets, gaps: namesOf(gaps) };
  });
  const sides = known.map(({ id, clusterIds: own, facets }) => ({ id, clusterIds: own, gaps: facets }));
  const counter = await countPast(db, sides, { at, tools });
  return { sides: known, countsOf: lookUp(known, counter) };
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
