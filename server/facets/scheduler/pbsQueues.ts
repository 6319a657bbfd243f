import { problemOf } from '../reading.ts';
import type { Listing } from './listing.ts';

const LONG_NAME = 16;
const TABLE = /^Queue +Max +Tot +Ena +Str\b/m;
const SHORT_TABLE = /^Queue +Memory +CPU Time +Walltime +Node\b/m;

export function isQueueTable(text: string): boolean {
  return TABLE.test(text) || SHORT_TABLE.test(text);
}

/** `qstat -Q`: name, limits, whether it takes and runs jobs, counts, and its type; `qstat -q`: E or D, R or S. */
export function readQueueTable(text: string, listing: Listing, where: string): void {
  listing.sawPartitions = true;
  let table: RegExp | null = null;
  for (const [at, line] of text.split('\n').entries()) {
    const cells = line.trim().split(/\s+/);
    if (TABLE.test(line)) table = TABLE;
    else if (SHORT_TABLE.test(line)) table = SHORT_TABLE;
    else if (table && /^[A-Za-z0-9]/.test(cells[0] ?? '') && cells.length > 5) {
      const row = table === TABLE ? rowOf(cells) : shortRowOf(cells);
      const isCut = (cells[0] ?? '').length >= LONG_NAME && listing.partitions.has(cells[0] ?? '');
      if (row && !isCut) {
        if (!row.routes) listing.partition(row.name, { state: row.state });
      } else
        listing.problems.push(
          problemOf('scheduler', '', where, at + 1, line, isCut ? 'the name was cut' : 'no row of a queue'),
        );
    }
  }
}

const states = (enabled: boolean, started: boolean) =>
  started ? (enabled ? 'up' : 'drain') : enabled ? 'down' : 'inactive';

function rowOf(cells: string[]) {
  const [name = '', , , enabled = '', started = ''] = cells;
  if (!/^(?:yes|no)$/.test(enabled) || !/^(?:yes|no)$/.test(started)) return null;
  const routes = /^R(?:out\w*)?$/.test(cells.at(-1) ?? '');
  return { name, state: states(enabled === 'yes', started === 'yes'), routes };
}

function shortRowOf(cells: string[]) {
  const [enabled = '', started = ''] = cells.slice(-2);
  if (!/^[ED]$/.test(enabled) || !/^[RS]$/.test(started)) return null;
  return { name: cells[0] ?? '', state: states(enabled === 'E', started === 'R'), routes: false };
}
