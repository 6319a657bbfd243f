import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { tierOf } from '../store/providers.ts';
import type { Candidate } from './candidates.ts';

/** The best that a cluster has for a requirement, as places in its list of candidates. */
export interface Best {
  rank: number;
  /** The best of what travels: an image, or a package of conda; -1 for none. */
  travels: number;
}

/** By cluster id, then by number of the requirement. */
export type BestThere = Map<number, Map<number, Best>>;

interface Row {
  cluster: number;
  found: string;
}

export async function bestThere(
  db: Queryable,
  candidates: Candidate[][],
  toolIds: number[],
): Promise<BestThere> {
  const columns: [number[], number[], number[], (number | 'NULL')[]] = [[], [], [], []];
  for (const [requirement, list] of candidates.entries()) {
    const travelling = new Map(travellers(list).map((rank, at) => [rank, at]));
    for (const [rank, { offering, file }] of list.entries()) {
      if (file) continue;
      columns[0].push(requirement);
      columns[1].push(offering);
      columns[2].push(rank);
      columns[3].push(travelling.get(rank) ?? 'NULL');
    }
  }
  const found = await db.query<Row>(sql('check-best'), [...columns.map(literal), toolIds]);
  const there = new Map(found.rows.map((row) => [row.cluster, bestIn(row.found)]));
  for (const [requirement, list] of candidates.entries()) withFiles(there, requirement, list);
  return there;
}

/** What is at one cluster alone stands in front of a list, and so goes before all else there. */
function withFiles(there: BestThere, requirement: number, list: Candidate[]): void {
  const files = [...list.entries()].filter(([, { file }]) => file !== undefined);
  if (files.length === 0) return;
  const travelling = travellers(list);
  for (const [rank, { file }] of files) {
    const own = there.get(file?.cluster ?? 0) ?? new Map<number, Best>();
    there.set(file?.cluster ?? 0, own.set(requirement, { rank, travels: travelling.indexOf(rank) }));
  }
}

/** An array as Postgres writes it: the client would look at each of a hundred thousand numbers. */
const literal = (values: (number | 'NULL')[]) => `{${values.join(',')}}`;

function bestIn(text: string): Map<number, Best> {
  return new Map(
    text.split(',').map((one) => {
      const [requirement = 0, rank = 0, travels = -1] = one.split(':').map(Number);
      return [requirement, { rank, travels }];
    }),
  );
}

/** Places in a list of candidates of what fits and travels, what travels best first. */
export function travellers(list: Candidate[]): number[] {
  return [...list.entries()]
    .filter(([, { fits, provider }]) => fits && tierOf(provider) < '3')
    .sort(([a, one], [b, other]) => order(tierOf(one.provider), tierOf(other.provider)) || a - b)
    .map(([rank]) => rank);
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
