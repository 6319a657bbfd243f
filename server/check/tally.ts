import { relevantFacets } from '../compare/gapFacets.ts';
import type { Coverage } from '../compare/gaps.ts';
import type { Match } from '../compare/match.ts';
import type { CheckCluster } from '../routes/schemas/check.ts';
import type { BestThere } from './best.ts';
import type { Candidate } from './candidates.ts';
import type { AddedFolders } from './folders.ts';
import type { Requirement } from './requirement.ts';

/** What was asked, with all that was ever offered for it. */
export interface Asking {
  requirements: Requirement[];
  candidates: Candidate[][];
  /** Of each list of candidates the places of what fits and travels, best first. */
  travellers: number[][];
  /** Of each requirement: the facets, as bits, that must have been read to say that it is missing. */
  relevant: number[];
  folders: AddedFolders;
}

export function askingOf(
  requirements: Requirement[],
  candidates: Candidate[][],
  travellers: number[][],
  folders: AddedFolders,
): Asking {
  const relevant = candidates.map((list) => relevantFacets(new Set(list.map((one) => one.provider))));
  return { requirements, candidates, travellers, relevant, folders };
}

/** What one cluster has for one requirement. */
export interface Found {
  match: Match;
  candidate: Candidate | null;
}

/** The best that is there; else whether it is missing, or whether not everything was read that could tell. */
export function foundAt(asking: Asking, at: number, cluster: number, rank: number, gaps: number): Found {
  const candidate = asking.candidates[at]?.[rank] ?? null;
  if (candidate) return { match: candidate.match, candidate };
  const requirement = asking.requirements[at];
  const isRead =
    (gaps & (asking.relevant[at] ?? 0)) === 0 &&
    (!requirement || asking.folders.unreadFor(requirement, cluster).length === 0);
  return { match: isRead ? 'missing' : 'unknown', candidate: null };
}

export type Tally = Omit<CheckCluster, 'rank' | 'runs'>;

const time = (date: Date | null) => date?.toISOString() ?? null;

/** The same bytes, build or recipe: more than the same version. */
const EXACT: ReadonlySet<Match> = new Set(['identical', 'same-build', 'same-recipe']);

/** One cluster in numbers. */
export function tallyOf(
  asking: Asking,
  place: { id: number; site: string; cluster: string },
  there: BestThere,
  coverage: Coverage,
): Tally {
  const counts = { there: 0, exact: 0, identical: 0, near: 0, other: 0, missing: 0, unknown: 0 };
  const [missingTools, unknownTools]: [string[], string[]] = [[], []];
  const outside = new Set<string>();
  for (const [at, requirement] of asking.requirements.entries()) {
    const { name } = requirement;
    const { match, candidate } = foundAt(asking, at, place.id, there.rank(place.id, at), coverage.facets);
    if (match === 'unknown')
      for (const folder of asking.folders.unreadFor(requirement, place.id)) outside.add(folder);
    if (candidate?.fits) {
      counts.there += 1;
      if (EXACT.has(match)) counts.exact += 1;
      if (match === 'identical') counts.identical += 1;
    } else if (match === 'missing') counts.missing += missingTools.push(name) && 1;
    else if (match === 'unknown') counts.unknown += unknownTools.push(name) && 1;
    else if (match === 'other-version') counts.other += 1;
    else counts.near += 1;
  }
  const { site, cluster } = place;
  const gaps =
    counts.unknown > 0
      ? [
          ...coverage.gaps.map(gapText),
          ...[...outside].map((one) => `modules ${one}: not among the trees that were read`),
        ]
      : [];
  const asked = asking.requirements.length;
  return { site, cluster, asked, ...counts, missingTools, unknownTools, gaps, oldest: time(coverage.oldest) };
}

function gapText({ facet, reason, nodes, node, root }: Coverage['gaps'][number]): string {
  const where = node === '' ? '' : ` on ${node}${nodes > 1 ? ` and ${nodes - 1} more` : ''}`;
  return `${facet}${root === '' ? '' : ` ${root}`}: ${reason}${where}`;
}

/** Best first: most that is there, then most of it exactly and as the same bytes, then what comes near, then what is rather unknown than missing. */
export function ranked(tallies: Tally[]): (Tally & { rank: number })[] {
  const sorted = [...tallies].sort((a, b) => compare(a, b) || name(a, b));
  let rank = 0;
  return sorted.map((one, at) => {
    const before = sorted[at - 1];
    if (before === undefined || compare(before, one) !== 0) rank = at + 1;
    return { ...one, rank };
  });
}

const compare = (a: Tally, b: Tally) =>
  b.there - a.there ||
  b.exact - a.exact ||
  b.identical - a.identical ||
  b.near - a.near ||
  b.other - a.other ||
  a.missing - b.missing;

const name = (a: Tally, b: Tally) => {
  const [one, other] = [`${a.site}/${a.cluster}`, `${b.site}/${b.cluster}`];
  return one < other ? -1 : Number(one > other);
};
