import { listSweeps } from '../../query/sweeps.ts';
import type { Sweep } from '../../routes/schemas/places.ts';
import { placeOf, spanOf } from './address.ts';
import type { Due } from './due.ts';
import type { Source } from './source.ts';

const AT_ONCE = 1000;

/** The sweeps of the period, newest first. */
export async function sweepsOf(source: Omit<Source, 'sweeps' | 'before' | 'dues'>): Promise<Sweep[]> {
  const sweeps: Sweep[] = [];
  const filter = { ...placeOf(source), ...spanOf(source), limit: AT_ONCE };
  for (let after = ''; ; ) {
    const page = await listSweeps(source.db, { ...filter, after });
    sweeps.push(...page.items);
    if (page.next === null) return sweeps;
    after = page.next;
  }
}

export interface Visits {
  sweeps: number;
  /** Visits of these that were to read their node: without those where the node was known to be down or closed. */
  expected: number;
  /** Sweeps that were due and did not begin, and the visits that they would have made. */
  missed: number;
  missedVisits: number;
  read: number;
  /** Of those read: only in part. */
  partial: number;
  failed: number;
  notExpected: number;
  /** Sweeps that were broken off. */
  brokenOff: number;
  /** Visits that these, and sweeps that did not begin, did not make. */
  notMade: number;
}

/** What sweeps came to, those that still run left out, and what was due besides. */
export function visitsOf(sweeps: Sweep[], dues: Due[] = []): Visits {
  const over = sweeps.filter(({ state }) => state !== 'running');
  const sum = (count: (sweep: Sweep) => number) => over.reduce((total, sweep) => total + count(sweep), 0);
  const expected = sum((one) => one.expected - one.outcomes.notExpected);
  const read = sum(({ outcomes }) => outcomes.complete + outcomes.partial);
  const failed = sum(({ outcomes }) => outcomes.failed);
  const missedVisits = dues.reduce((total, { visits }) => total + visits, 0);
  return {
    sweeps: over.length,
    expected,
    missed: dues.reduce((total, { missed }) => total + missed, 0),
    missedVisits,
    read,
    partial: sum(({ outcomes }) => outcomes.partial),
    failed,
    notExpected: sum(({ outcomes }) => outcomes.notExpected),
    brokenOff: over.filter(({ state }) => state !== 'finished').length,
    notMade: Math.max(0, expected - read - failed) + missedVisits,
  };
}

/** All visits that were to be made. */
export const wantedOf = ({ expected, missedVisits }: Visits) => expected + missedVisits;

/** 0 to 1; null where nothing was expected. */
export function coverageOf(visits: Visits): number | null {
  const wanted = wantedOf(visits);
  return wanted === 0 ? null : Math.min(1, visits.read / wanted);
}

/** Sweeps by `site/cluster`, in the order of the names. */
export function byCluster(sweeps: Sweep[]): [name: string, sweeps: Sweep[]][] {
  const groups = new Map<string, Sweep[]>();
  for (const sweep of sweeps) {
    const name = `${sweep.site}/${sweep.cluster}`;
    groups.set(name, [...(groups.get(name) ?? []), sweep]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}
