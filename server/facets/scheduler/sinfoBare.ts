import { problemOf } from '../reading.ts';
import { hostsOf } from './hosts.ts';
import { isObject, numberAt, textAt, textsAt } from './json.ts';
import type { Listing } from './listing.ts';
import { onlyDefault } from './sinfo.ts';
import {
  emptyRow,
  type Row,
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
  for (const separator of ['\x1f', '|', ';', '\t', ',', '']) {
    const cut = lines.map((one) => ({ ...one, cells: cellsOf(one.text, separator) }));
    const width = cut[0]?.cells.length ?? 0;
    if (width < 2 || width > 40) continue;
    const rows = cut.filter(({ cells }) => cells.length === width);
    // A line that was lost or joined is one bad row; a text of other lines is no table.
    if (rows.length * 10 < cut.length * 9) continue;
    const takes = takesOf(
      rows.slice(0, ENOUGH).map(({ cells }) => cells),
      separator === '\x1f',
    );
    if (takes) return { rows, takes, bad: cut.filter(({ cells }) => cells.length !== width) };
  }
  return null;
}

function cellsOf(line: string, separator: string): string[] {
  if (separator === '') return line.trim().split(/\s+/);
  const cells = splitOutside(line, separator);
  return cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

/** Host lists and bindings hold commas inside their brackets. */
function splitOutside(line: string, separator: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (char === '[' || char === '(') depth += 1;
    else if (char === ']' || char === ')') depth = Math.max(0, depth - 1);
    else if (char === separator && depth === 0) {
      found.push(line.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...found, line.slice(from).trim()];
}

const CPU_STATES = /^\d+\/\d+\/\d+\/\d+$/;
const VERSION = /^(?:\d\d\.\d\d(?:\.\d+)?\S*|N\/A)$/;
const GRES = /^(?:\(null\)|[A-Za-z][\w.-]*(?::[\w.-]+)*:\d+[KMGT]?(?:\([^)]*\))?(?:,.*)?)$/;

/** What each column is, told by all of its cells; null when there is no column of nodes and none of states. */
function takesOf(rows: string[][], unit: boolean): (Take | null)[] | null {
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
  return takes;
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

const COUNTS = /^(\d+)\/(\d+)\/(\d+)\/(\d+)(?:[/\s|]+(\d+)\/(\d+)\/(\d+)\/(\d+))?$/;

/** How many nodes and CPUs there are, of `sinfo -h -o %F/%C`: allocated, idle, other and all of each; null for others. */
export function countsOf(text: string): { nodes: number; cpus: number | null } | null {
  const numbers = COUNTS.exec(text.trim())
    ?.slice(1)
    .map((one) => (one === undefined ? null : Number(one)));
  if (!numbers) return null;
  const [a, b, c, nodes, d, e, f, cpus = null] = numbers;
  if ((a ?? 0) + (b ?? 0) + (c ?? 0) !== nodes || nodes === null || nodes === undefined) return null;
  return cpus === null || (d ?? 0) + (e ?? 0) + (f ?? 0) === cpus ? { nodes, cpus } : null;
}

/** Keys under which scripts have sinfo write one JSON object per line. */
const KEYS = {
  nodes: ['n', 'node', 'nodes', 'name', 'nodelist', 'hostname'],
  state: ['s', 'state', 'status'],
  partition: ['p', 'partition'],
  cpuStates: ['cstate', 'cpus_state', 'cpustate'],
  memory: ['mem', 'memory'],
  weight: ['w', 'weight'],
  cpus: ['cpus', 'c'],
  gres: ['gres', 'g'],
  features: ['features', 'f'],
};

/** Lines of JSON objects that sinfo was made to write (-o '{"n": "%n", "s": "%T", ...}'); null for other texts. */
export function jsonRowsOf(
  text: string,
): { rows: { row: Row; line: number; text: string }[]; bad: number[] } | null {
  const rows: { row: Row; line: number; text: string }[] = [];
  const bad: number[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    if (rows.length === 0 && bad.length > 5) return null;
    const row = jsonRow(line);
    if (row) rows.push({ row, line: at + 1, text: line });
    else bad.push(at + 1);
  }
  return rows.length > bad.length ? { rows, bad } : null;
}

function jsonRow(line: string): Row | null {
  if (!line.trimStart().startsWith('{')) return null;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const text = (keys: string[]) => keys.map((key) => textAt(value, key)).find((one) => one !== '') ?? '';
  const number = (keys: string[]) =>
    keys.map((key) => numberAt(value, key)).find((one) => one !== null) ?? null;
  const row = emptyRow();
  if (!takeNodes(row, text(KEYS.nodes)) || !takeState(row, text(KEYS.state))) return null;
  if (text(KEYS.partition) !== '') takePartition(row, text(KEYS.partition));
  if (text(KEYS.cpuStates) !== '') takeCpuStates(row, text(KEYS.cpuStates));
  if (text(KEYS.gres) !== '') takeGres(row, text(KEYS.gres));
  if (text(KEYS.features) !== '') takeFeatures(row, text(KEYS.features));
  const [memory, weight, cpus] = [number(KEYS.memory), number(KEYS.weight), number(KEYS.cpus)];
  if (memory !== null) row.node.memory = memory;
  if (weight !== null) row.node.weight = weight;
  if (cpus !== null) row.node.cpus = cpus;
  return row;
}

/** What Sonar tells of a Slurm cluster (sonar cluster --json): partitions and states by host lists. */
export function readSonar(attributes: unknown, listing: Listing, where: string): void {
  const rows = (key: string): unknown[] => {
    const list = isObject(attributes) ? attributes[key] : undefined;
    return Array.isArray(list) ? list : [];
  };
  const names = (row: unknown, key: string) =>
    textsAt(row, key).flatMap((text) => hostsOf(text)?.names ?? []);
  listing.cluster = { ...listing.cluster, name: textAt(attributes, 'cluster'), product: 'slurm' };
  for (const row of rows('nodes')) {
    const state = stateOf(textsAt(row, 'states').join('+'));
    if (!state)
      listing.problems.push(problemOf('scheduler', '', where, 0, JSON.stringify(row), 'no state of a node'));
    else for (const name of names(row, 'names')) listing.node(name, { state });
  }
  for (const row of rows('partitions')) {
    const [name, nodes] = [textAt(row, 'name'), names(row, 'nodes')];
    if (name === '') continue;
    listing.partition(name, { nodes });
    for (const node of nodes) listing.node(node, { partitions: [name] });
  }
}
