import type { NodeRow, Sweep } from '../../routes/schemas/places.ts';
import type { Source } from './source.ts';
import type { Visits } from './sweepsOf.ts';
import { counted, sentence, someOf } from './words.ts';

const NAMED = 3;

export interface ClusterVisits extends Visits {
  name: string;
  /** How often its schedule wanted a sweep; null where it has none. */
  due: number | null;
}

/** By its schedule no sweep was due, and there was none. */
export const isUndue = ({ sweeps, due }: ClusterVisits) => sweeps === 0 && due === 0;

/** What is to be known of clusters that are swept less often than reports are made; '' where there are none. */
export function undueOf(rows: ClusterVisits[]): string {
  if (rows.length === 0) return '';
  const were = counted(rows.length, 'cluster was', 'clusters were');
  const names = someOf(
    rows.map(({ name }) => name),
    NAMED,
  );
  return ` By schedule ${were} not due in the period, and what is told of them is as old as their last sweep: ${names}.`;
}

interface Covered {
  rows: ClusterVisits[];
  /** null where not every visit of the period is kept. */
  unseen: { items: NodeRow[]; total: number } | null;
}

/** What a reader has to know before all numbers. */
export function warningsOf(source: Source, { rows, unseen }: Covered): string[] {
  const warnings = [...stillRunning(source.sweeps), ...thinnedOf(source)];
  const tell = (found: ClusterVisits[], what: (count: number) => string) => {
    if (found.length > 0)
      warnings.push(
        `${what(found.length)}: ${someOf(
          found.map(({ name }) => name),
          NAMED,
        )}.`,
      );
  };
  if (source.now < source.period.to) warnings.push('The period was not over when this report was made.');
  const unswept = rows.filter((row) => row.sweeps === 0 && !isUndue(row));
  const unread = rows.filter((row) => row.sweeps > 0 && row.expected > 0 && row.read === 0);
  if (source.scope.nodes !== '') {
    if (unswept.length > 0) warnings.push('No sweep of the period came to any of these nodes.');
    if (unread.length > 0) warnings.push('Sweeps came to these nodes, and none of them was read.');
  } else {
    tell(unswept, (count) =>
      sentence(`${counted(count, 'cluster was', 'clusters were')} not swept in the period`),
    );
    tell(unread, (count) =>
      sentence(`${counted(count, 'cluster was', 'clusters were')} swept, and no node of them was read`),
    );
  }
  tell(
    rows.filter(({ sweeps, missed }) => sweeps > 0 && missed > 0),
    (count) => `Sweeps that were due did not begin on ${counted(count, 'cluster')}`,
  );
  tell(
    rows.filter(({ brokenOff }) => brokenOff > 0),
    (count) => `Sweeps were broken off on ${counted(count, 'cluster')}`,
  );
  tell(
    rows.filter(({ failed }) => failed > 0),
    (count) => `Visits failed on ${counted(count, 'cluster')}`,
  );
  if (unseen === null)
    warnings.push(
      'Not all visits of the period are kept any more: sweeps without one are not counted, and which nodes were not seen is not known.',
    );
  else if (unseen.total > 0) {
    const names = unseen.items.map((row) => `${row.site}/${row.cluster}/${row.name}`);
    const more = unseen.total - Math.min(NAMED, names.length);
    warnings.push(
      `${sentence(counted(unseen.total, 'node was', 'nodes were'))} not seen in the period: ${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    );
  }
  return warnings;
}

/** Whose the visits of a sweep were that are gone, nobody knows. */
function thinnedOf({ scope, sweeps }: Source): string[] {
  const thinned = sweeps.filter((one) => one.thinned > 0).length;
  if (scope.nodes === '' || thinned === 0) return [];
  return [
    `${sentence(counted(thinned, 'sweep'))} of the period lost visits to the thinning of history; of these nodes only the visits that are left are counted.`,
  ];
}

/** The report stays as it is when they end. */
function stillRunning(sweeps: Sweep[]): string[] {
  const running = sweeps.filter(({ state }) => state === 'running').length;
  if (running === 0) return [];
  return [
    `${sentence(counted(running, 'sweep'))} of the period had not ended when this report was made, and ${running === 1 ? 'is' : 'are'} not counted.`,
  ];
}
