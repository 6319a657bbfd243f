import { problemOf } from '../reading.ts';
import { splitOutside } from './gres.ts';
import { hostsOf } from './hosts.ts';
import type { Listing } from './listing.ts';
import { onlyDefault } from './sinfo.ts';
import {
  emptyRow,
  type Take,
  takeCpuStates,
  takeFeatures,
  takeGres,
  takeNodes,
  takePartition,
  takeReason,
  takeState,
  takeVersion,
} from './sinfoColumns.ts';
import { rowTo } from './sinfoRow.ts';
import { stateOf } from './states.ts';
import { wholeOf } from './values.ts';

/** A table without header, as scripts ask sinfo for it (-h -o): its cells, and what each column must be. */
interface Bare {
  rows: { cells: string[]; line: number; text: string }[];
  takes: (Take | null)[];
  bad: { line: number; text: string }[];
}

/** Rows are looked at up to here to tell what the columns are. */
const ENOUGH = 500;

/** The table in a text without header; null when its columns do not tell what they are. */
export function bareOf(text: string): Bare | null {
  const lines = text
    .split('\n')
    .map((raw, at) => ({ text: raw.replace(/[\r\x1e]/g, ''), line: at + 1 }))
    .filter((one) => one.text.trim() !== '');
  // The longest line of the largest cluster is far shorter.
  if (lines.some((one) => one.text.length > 100_000)) return null;
  for (const separator of ['\x1f', '|', ';', '\t', ',', '']) {
    const cut = evened(
      lines.map((one) => ({ ...one, cells: cellsOf(one.text, separator) })),
      separator,
    );
    const width = cut[0]?.cells.length ?? 0;
    if (width < 2 || width > 40) continue;
    const rows = cut.filter(({ cells }) => cells.length === width);
    // A line that was lost or joined is one bad row; a text of other lines is no table.
    if (rows.length * 10 < cut.length * 9) continue;
    const some = rows.slice(0, ENOUGH).map(({ cells }) => cells);
    const takes = takesOf(some, separator);
    if (takes) return { rows, takes, bad: cut.filter(({ cells }) => cells.length !== width) };
  }
  return null;
}

/** With a comma between cells, a list of nodes and a state are two cells however long the list is. */
function evened<Line extends { cells: string[] }>(lines: Line[], separator: string): Line[] {
  const width = lines[0]?.cells.length ?? 0;
  if (separator !== ',' || lines.every(({ cells }) => cells.length === width)) return lines;
  const join = (cells: string[]) => cells.join(separator);
  if (lines.every(({ cells }) => stateOf(cells.at(-1) ?? '') !== null))
    return lines.map((one) => ({ ...one, cells: [join(one.cells.slice(0, -1)), join(one.cells.slice(-1))] }));
  if (lines.every(({ cells }) => stateOf(cells[0] ?? '') !== null))
    return lines.map((one) => ({ ...one, cells: [join(one.cells.slice(0, 1)), join(one.cells.slice(1))] }));
  return lines;
}

function cellsOf(line: string, separator: string): string[] {
  if (separator === '') return line.trim().split(/\s+/);
  const cells = splitOutside(line, separator).map((cell) => cell.trim());
  return cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

const CPU_STATES = /^\d+\/\d+\/\d+\/\d+$/;
const VERSION = /^(?:\d\d\.\d\d(?:\.\d+)?\S*|N\/A)$/;
/** What other columns of sinfo hold: numbers, times, words for nothing, resources in use. */
const OTHER =
  /^(?:[\d./:+-]+|[\d./:+-]*[KMGT]|n\/a|none|\(null\)|infinite|up|down|all|no|yes|\S*\(IDX:\S*)$/i;
const GRES = /^(?:\(null\)|[A-Za-z][\w.-]*(?::[\w.-]+)*:\d+[KMGT]?(?:\([^)]*\))?(?:,.*)?)$/;

/** What each column is, told by all of its cells; null when there is no column of nodes and none of states. */
function takesOf(rows: string[][], separator: string): (Take | null)[] | null {
  const unit = separator === '\x1f';
  const width = rows[0]?.length ?? 0;
  const column = (at: number) => rows.map((cells) => cells[at] ?? '');
  const takes: (Take | null)[] = Array.from({ length: width }, () => null);
  const free = (at: number) => takes[at] === null;
  const first = (is: (cells: string[]) => boolean): number =>
    takes.findIndex((_, at) => free(at) && is(column(at)));
  const give = (take: Take, is: (cells: string[]) => boolean): boolean => {
    const at = first(is);
    if (at >= 0) takes[at] = take;
    return at >= 0;
  };
  const each = (test: (cell: string) => boolean) => (cells: string[]) => cells.every(test);
  const some = (cells: string[], pattern: RegExp) => cells.some((cell) => pattern.test(cell));

  const stated = give(
    takeState,
    each((cell) => stateOf(cell) !== null || cell === 'n/a'),
  );
  give(
    takeCpuStates,
    each((cell) => CPU_STATES.test(cell)),
  );
  give(
    takePartition,
    (cells) => some(cells, /^[\w.-]+\*$/) && cells.every((cell) => /^[\w.-]+\*?$/.test(cell)),
  );
  const plainNode = (cell: string) => /[A-Za-z]/.test(cell) && hostsOf(cell) !== null;
  const named = give(takeNodes, (cells) => cells.every(plainNode) && !cells.every((cell) => GRES.test(cell)));
  if (!named || !(stated || unit)) return null;
  const resource = (cells: string[]) => cells.every((cell) => GRES.test(cell)) && some(cells, /:\d/);
  give(takeGres, (cells) => resource(cells) && !some(cells, /\(IDX:/));
  give(takeVersion, (cells) => cells.every((cell) => VERSION.test(cell)) && some(cells, /^\d\d\.\d\d/));
  give(takeReason, (cells) => some(cells, /^none$/i) || some(cells, /\S \S/));
  give(
    takeFeatures,
    (cells) => some(cells, /,/) && cells.every((cell) => !/\s/.test(cell)) && !resource(cells),
  );
  numbers(takes, column, unit);
  // Prose ends in words such as error and down too, and has columns that are nothing of sinfo.
  const strange = takes.some((take, at) => take === null && !column(at).every((cell) => OTHER.test(cell)));
  return strange && separator !== '|' && !unit ? null : takes;
}

/**
 * Columns of plain numbers: CPUs before memory, as sinfo -l has them; allocated memory before memory, which is
 * never less; CPUs alone before a name. Anything else could be anything, and is not read.
 */
function numbers(takes: (Take | null)[], column: (at: number) => string[], unit: boolean): void {
  const values = takes.map((take, at) => (take === null ? column(at).map((cell) => wholeOf(cell)) : []));
  const isNumber = (at: number) =>
    (values[at] ?? []).length > 0 && (values[at] ?? []).every((one) => one !== null);
  const set = (at: number, key: 'cpus' | 'memory') => {
    takes[at] = (row, cell) => {
      const value = wholeOf(cell);
      if (value !== null) row.node[key] = value;
      return value !== null;
    };
  };
  const alone = takes.filter((_, at) => isNumber(at)).length === 1;
  for (let at = 0; at < takes.length; at++) {
    if (!isNumber(at)) continue;
    if (unit && alone && at === 0) set(at, 'cpus');
    if (!isNumber(at + 1)) continue;
    const pairs = (values[at] ?? []).map((a, row): [number, number] => [a ?? 0, values[at + 1]?.[row] ?? 0]);
    if (pairs.every(([a, b]) => a > 0 && a <= 4096 && b >= a * 100)) {
      set(at, 'cpus');
      set(at + 1, 'memory');
    } else if (takes.includes(takeCpuStates) && pairs.every(([a, b]) => a <= b && b > 4096))
      set(at + 1, 'memory');
    return;
  }
}

/** Reads such a table; a line that does not fit is lost alone. */
export function readBare(bare: Bare, listing: Listing, where: string): void {
  const bad = [...bare.bad];
  for (const { cells, line, text } of bare.rows) {
    const row = emptyRow();
    const taken = bare.takes.every((take, at) => take === null || take(row, cells[at] ?? ''));
    if (taken) rowTo(row, listing, where, line, text);
    else bad.push({ line, text });
  }
  for (const { line, text } of bad)
    listing.problems.push(problemOf('scheduler', '', where, line, text, 'no row like the others'));
  onlyDefault(listing);
}
