import { unread } from '../compare/gaps.ts';
import { UnknownScope } from '../compare/scope.ts';
import { GazetteerError } from '../errors.ts';
import type { CheckAnswer } from '../routes/schemas/check.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import { weigh } from '../verdict/weigh.ts';
import { BestThere, travellersOf } from './best.ts';
import { candidatesOf, offeredOf } from './candidates.ts';
import { coverageNow } from './coverageNow.ts';
import { recordsOf } from './environmentOn.ts';
import { AddedFolders } from './folders.ts';
import { groupsNow } from './groupsNow.ts';
import { imagesPlaced, type Placed } from './imagePaths.ts';
import type { InputReading } from './inputs/read.ts';
import { judgedOn, runsOn } from './judged.ts';
import type { RecordsSeen } from './recordsSeen.ts';
import { sameFiles } from './sameFile.ts';
import { subjectsOn } from './subject.ts';
import { type Asking, askingOf, ranked, tallyOf } from './tally.ts';
import { detailOf } from './there.ts';
import { WhoHas } from './whoHas.ts';

export interface CheckPlace {
  id: number;
  site: string;
  cluster: string;
}

export interface CheckQuestion {
  /** site/cluster of what is told in full; '' for the best. */
  on: string;
  /** Older readings no longer say that something is missing. */
  staleDays: number;
}

/** An environment of 300 packages has some 30,000. Python asked for in a thousand ways would have more than a service should sort. */
const MOST_CANDIDATES = 1_000_000;

/** Where an environment can be had: every cluster in numbers, the best or a given one in full. */
export async function check(
  db: Queryable,
  asked: InputReading,
  question: CheckQuestion,
): Promise<CheckAnswer> {
  const places = (await db.query<CheckPlace>(sql('check-clusters'))).rows;
  const named = placeNamed(places, question.on);
  const { input, files } = await imagesPlaced(db, asked, places, named);
  const ids = places.map((one) => one.id);
  const seen = recordsOf(db, input);
  // Whoever awaits it hears of a failure; where something else failed first, nobody does.
  seen.catch(() => undefined);
  const [{ asking, there }, coverage, { subjects, left, notes, groups }] = await Promise.all([
    askedOf(db, input, { files, seen }, ids),
    coverageNow(db, ids, question.staleDays),
    toJudge(db, input, seen, ids),
  ]);
  const tallies = places.map((place) => tallyOf(asking, place, there, coverage.get(place.id) ?? unread()));
  const sorted = ranked(tallies);
  const [first] = sorted;
  const chosen = named ?? places.find((one) => one.site === first?.site && one.cluster === first.cluster);
  const runs = subjects.map(runsOn);
  const idOf = new Map(places.map((place) => [nameOf(place), place.id]));
  const groupsAt = (place: { site: string; cluster: string }) =>
    groups.get(idOf.get(nameOf(place)) ?? 0) ?? [];
  // A cluster runs all of it when each runs on some of its nodes.
  const runsAt = (groupsThere: NodeGroup[]) => weigh(runs.map((one) => one(groupsThere)));
  const clusters = sorted.map((one) => ({
    ...one,
    runs: runs.length > 0 ? runsAt(groupsAt(one)) : null,
  }));
  const facets = (chosen && coverage.get(chosen.id)?.facets) ?? unread().facets;
  const detail = chosen
    ? await detailOf(db, asking, there, chosen, {
        clusters: ids,
        gaps: facets,
        channels: input.channels ?? [],
      })
    : NOWHERE;
  return {
    form: input.form,
    sentence: input.sentence,
    asked: input.requirements.length,
    notes: [...input.notes, ...notes, ...(left > 0 ? [`${left} more images are not judged.`] : [])],
    unread: input.unread,
    uses: chosen ? asking.folders.told(input.uses, chosen.id, nameOf(chosen)) : [],
    everywhere: clusters.filter((one) => one.asked > 0 && one.there === one.asked).length,
    nowhere: nowhere(asking, there, ids),
    clusters,
    on: chosen ? nameOf(chosen) : '',
    ...detail,
    verdicts: chosen ? subjects.flatMap((one) => judgedOn(one, groupsAt(chosen))) : [],
  };
}

/** What there is to judge, and the nodes of all clusters; none where nothing is. */
async function toJudge(db: Queryable, input: InputReading, seen: Promise<RecordsSeen>, clusterIds: number[]) {
  const judging = await subjectsOn(db, input, seen);
  const groups =
    judging.subjects.length > 0 ? await groupsNow(db, clusterIds) : new Map<number, NodeGroup[]>();
  return { ...judging, groups };
}

const NOWHERE = { rows: [], environments: [], block: '', derived: [] };

const nameOf = ({ site, cluster }: { site: string; cluster: string }) => `${site}/${cluster}`;

function placeNamed(places: CheckPlace[], on: string): CheckPlace | undefined {
  if (on === '') return undefined;
  const found = places.find((one) => nameOf(one) === on);
  if (found) return found;
  throw new UnknownScope('cluster', on, places.map(nameOf));
}

async function askedOf(
  db: Queryable,
  input: InputReading,
  { files, seen }: { files: Placed['files']; seen: Promise<RecordsSeen> },
  clusters: number[],
): Promise<{ asking: Asking; there: BestThere }> {
  const { requirements } = input;
  const offered = await offeredOf(db, requirements);
  const offeredFor = requirements.map(({ tools: [tool = '', ...more] }) => {
    const own = offered.get(tool) ?? [];
    return more.length === 0 ? own : [...own, ...more.flatMap((other) => offered.get(other) ?? [])];
  });
  const work = offeredFor.reduce((sum, one) => sum + one.length, 0);
  if (work > MOST_CANDIDATES) {
    const message = `${requirements.length} requirements have ${work} candidates together; ${MOST_CANDIDATES} are looked at`;
    throw new GazetteerError('check-size', message, 'Check a part of it at a time');
  }
  const toolIds = [...offered.values()].flatMap(([one]) => (one ? [one.toolId] : []));
  const who = await WhoHas.of(db, clusters, toolIds);
  const marks = (await seen).marks();
  for (const one of offeredFor.flat()) {
    const own = marks.get(one.id);
    if (own) one.marks = own;
  }
  const candidates = requirements.map((one, at) => candidatesOf(one, offeredFor[at] ?? []));
  for (const [at, one] of requirements.entries()) candidates[at]?.unshift(...(files.get(one) ?? []));
  candidates[0]?.unshift(...(await sameFiles(db, input)));
  const folders = await AddedFolders.of(db, input.uses);
  const asking = askingOf(requirements, candidates, candidates.map(travellersOf), folders);
  return { asking, there: new BestThere(who, candidates, asking.travellers) };
}

/** What no cluster has in any version. */
function nowhere({ requirements }: Asking, there: BestThere, clusters: number[]): string[] {
  return requirements
    .filter((_, at) => clusters.every((id) => there.rank(id, at) < 0))
    .map((one) => one.name);
}
