import type { Before } from '../before.ts';
import type { ReportFigure } from '../model.ts';
import { figure } from './figure.ts';
import { moved } from './movement.ts';
import { coverageOf, type Visits, visitsOf, wantedOf } from './sweepsOf.ts';
import { counted, percent } from './words.ts';

/** Where the numbers are. */
export interface Addresses {
  sweeps: string;
  unseen: string;
  changes: string;
}

/** What the visits of a period came to in all. */
export interface Totals {
  all: Visits;
  /** null where not every visit of the period is kept. */
  unseen: number | null;
  unread: number;
  /** Some cluster was due, was swept, or has no schedule that would tell. */
  isDue: boolean;
}

const MISSED = 'Visits of sweeps that were due and did not begin';

export function figuresOf(
  { all, unseen, unread }: Totals,
  here: Addresses,
  { counted }: Before,
): ReportFigure[] {
  const then = counted === null ? undefined : visitsOf(counted.sweeps, counted.dues);
  const coverage: ReportFigure = {
    ...{ id: 'coverage', label: 'Coverage', value: coverageOf(all), type: 'share', href: here.sweeps },
  };
  return [
    moved(coverage, then && coverageOf(then)),
    moved(figure('sweeps', 'Sweeps', all.sweeps, here.sweeps), then?.sweeps),
    moved(figure('visits-expected', 'Visits expected', all.expected, here.sweeps), then?.expected),
    ...(all.missedVisits === 0 ? [] : [figure('visits-missed', MISSED, all.missedVisits, here.sweeps)]),
    moved(figure('visits-read', 'Visits that read their node', all.read, here.sweeps), then?.read),
    moved(figure('visits-failed', 'Visits that failed', all.failed, here.sweeps), then?.failed),
    moved(figure('nodes-unseen', 'Nodes not seen', unseen, here.unseen), counted?.unseen),
    moved(figure('unread', 'Readings that failed or are held back', unread, here.changes), counted?.unread),
  ];
}

/** Its line of the summary. */
export function lineOf({ all, unseen, unread, isDue }: Totals, { counted: then }: Before): string {
  const share = coverageOf(all);
  if (!isDue)
    return 'No cluster was due to be swept in the period, so that what is told is as old as the sweeps before.';
  if (share === null) return 'No visit was due in the period, so that nothing new is known.';
  const nodes =
    unseen === null
      ? 'which nodes were not seen is not known any more'
      : unseen === 0
        ? 'every node was seen at least once'
        : `${counted(unseen, 'node was', 'nodes were')} not seen`;
  const readings =
    unread === 0 ? '' : `; ${counted(unread, 'reading')} failed or ${unread === 1 ? 'is' : 'are'} held back`;
  const was = then === null ? null : coverageOf(visitsOf(then.sweeps, then.dues));
  const before =
    was === null
      ? ''
      : was === share
        ? ', as in the period before'
        : ` (${percent(was)} in the period before)`;
  return `${percent(share)} of ${counted(wantedOf(all), 'expected visit')} read their node${before}; ${nodes}${readings}.`;
}
