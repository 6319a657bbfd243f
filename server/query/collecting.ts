import { collectionOf, nextDue } from '../inventory/collection.ts';
import { windowAt } from '../inventory/windows.ts';
import type { Collecting } from '../routes/schemas/places.ts';
import { timeOf, timeOrNull } from './rows.ts';

/** Columns of a cluster, and of its site, that tell when it is collected. */
export interface CollectingRow {
  settings: unknown;
  timezone: string;
  paused_at: Date | null;
  paused_why: string;
}

/** When a cluster is collected, as its settings and its pause switch have it now. */
export function collectingOf(row: CollectingRow, now: Date): Collecting {
  const { schedule, maintenance } = collectionOf(row.settings);
  const next = schedule === '' || row.paused_at !== null ? null : nextDue(schedule, row.timezone, now);
  return {
    schedule,
    timezone: row.timezone,
    nextAt: timeOrNull(next),
    closed: windowAt(maintenance, row.timezone, now) ?? '',
    paused: row.paused_at === null ? null : { since: timeOf(row.paused_at), why: row.paused_why },
  };
}
