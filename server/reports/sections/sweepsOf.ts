import { listSweeps } from '../../query/sweeps.ts';
import type { Sweep } from '../../routes/schemas/places.ts';
import { placeOf, spanOf } from './address.ts';
import type { Source } from './source.ts';

const AT_ONCE = 1000;

/** The sweeps of the period, newest first. */
export async function sweepsOf(source: Omit<Source, 'sweeps' | 'before'>): Promise<Sweep[]> {
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
  /** Visits that were to read their node: without those where the node was known to be down or closed. */
  expected: number;
  read: number;
  /** Of those read: only in part. */
  partial: number;
  failed: number;
  notExpected: number;
  /** Sweeps that were broken off, and visits that they did not make. */
  brokenOff: number;
  notMade: number;
}

/** What sweeps came to, those that still run left out. */
export function visitsOf(sweeps: Sweep[]): Visits {
  const over = sweeps.filter(({ state }) => state !== 'running');
  const sum = (count: (sweep: Sweep) => number) => over.reduce((total, sweep) => total + count(sweep), 0);
  const expected = sum((one) => one.expected - one.outcomes.notExpected);
  const read = sum(({ outcomes }) => outcomes.complete + outcomes.partial);
  const failed = sum(({ outcomes }) => outcomes.failed);
  return {
    sweeps: over.length,
    expected,
    read,
    partial: sum(({ outcomes }) => outcomes.partial),
    failed,
    notExpected: sum(({ outcomes }) => outcomes.notExpected),
    brokenOff: over.filter(({ state }) => state !== 'finished').length,
    notMade: Math.max(0, expected - read - failed),
  };
}

/** 0 to 1; null where nothing was expected. */
export const coverageOf = ({ expected, read }: Visits): number | null =>
  expected === 0 ? null : Math.min(1, read / expected);

/** Sweeps by `site/cluster`, in the order of the names. */
export function byCluster(sweeps: Sweep[]): [name: string, sweeps: Sweep[]][] {
  const groups = new Map<string, Sweep[]>();
  for (const sweep of sweeps) {
    const name = `${sweep.site}/${sweep.cluster}`;
    groups.set(name, [...(groups.get(name) ?? []), sweep]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}
