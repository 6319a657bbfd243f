import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { jsonOf } from './lscpuJson.ts';
import { nothingKnown, type Processors, sorted } from './processors.ts';

/** A row of `lscpu -e` or `lscpu -p`: cells by the name of their column in lower case. */
type Row = Map<string, string>;

/** The columns by which a line is known as a heading; CPU comes first unless somebody chose otherwise. */
const COLUMNS = new Set(['cpu', 'core', 'socket', 'node', 'cluster', 'book', 'drawer', 'online']);

/** `lscpu -p`: `# CPU,Core,Socket,Node,,L1d,L1i,L2` above rows of numbers; caches stand last. */
export function parseLscpuParse(text: string): Processors {
  const problems: Problem[] = [];
  const rows: Row[] = [];
  let columns: string[] | null = null;
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    if (line.startsWith('#')) {
      // lscpu -p may follow lscpu -p -y; the second table is of the same processors.
      if (rows.length > 0) break;
      columns = headingOf(line.slice(1), ',') ?? columns;
      continue;
    }
    const cells = line.split(',');
    if (!columns || cells.length > columns.length || !/^\d+$/.test(cells[0] ?? '')) {
      problems.push(problemOf('hardware', '', 'lscpu-parse', at + 1, line, 'no row of the table'));
      continue;
    }
    rows.push(rowOf(columns, cells));
  }
  return { ...processorsOf(rows), problems };
}

/** `lscpu -e`: `CPU NODE SOCKET CORE L1d:L1i:L2:L3 ONLINE` above rows; `-` where nothing is known. */
export function parseLscpuExtended(text: string): Processors {
  const problems: Problem[] = [];
  const rows: Row[] = [];
  let columns: string[] | null = null;
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    if (!columns) {
      columns = headingOf(line, ' ');
      continue;
    }
    const cells = line.split(/\s+/);
    // A model name has spaces and stands last where it is asked for.
    if (cells.length < columns.length || !/^[\d-]/.test(cells[0] ?? '')) {
      problems.push(problemOf('hardware', '', 'lscpu-extended', at + 1, line, 'no row of the table'));
      continue;
    }
    const last = columns.length - 1;
    rows.push(rowOf(columns, [...cells.slice(0, last), cells.slice(last).join(' ')]));
  }
  return { ...processorsOf(rows), problems };
}

/** `lscpu -e -J`: `{"cpus": [{"cpu": 0, "core": 0, "online": true}]}`. */
export function parseLscpuExtendedJson(text: string): Processors {
  const list = cpusOf(jsonOf(text)) ?? [];
  const problems: Problem[] = [];
  const rows = list.flatMap((one): Row[] => {
    if (typeof one !== 'object' || one === null) {
      problems.push(problemOf('hardware', '', 'lscpu-extended-json', 0, String(one), 'no processor'));
      return [];
    }
    const cells = Object.entries(one).map(([name, value]): [string, string] => [
      name.toLowerCase(),
      typeof value === 'object' ? '' : String(value),
    ]);
    return [new Map(cells)];
  });
  return { ...processorsOf(rows), problems };
}

export function isLscpuParse(text: string): boolean {
  return text.split('\n', 20).some((line) => line.startsWith('#') && headingOf(line.slice(1), ',') !== null);
}

export function isLscpuExtended(text: string): boolean {
  const first = text.split('\n', 20).find((line) => line.trim() !== '') ?? '';
  return headingOf(first, ' ') !== null && first === first.toUpperCase().replace(/L(\d)([DI])/g, lowerCache);
}

function lowerCache(_: string, level: string, kind: string): string {
  return `L${level}${kind.toLowerCase()}`;
}

export function isLscpuExtendedJson(json: unknown): boolean {
  const first = cpusOf(json)?.[0];
  return typeof first === 'object' && first !== null && ('cpu' in first || 'core' in first);
}

function cpusOf(json: unknown): unknown[] | null {
  if (typeof json !== 'object' || json === null || !('cpus' in json)) return null;
  return Array.isArray(json.cpus) ? json.cpus : null;
}

function headingOf(line: string, separator: ',' | ' '): string[] | null {
  if (line.length > 2000) return null;
  const words = separator === ',' ? line.trim().split(',') : line.trim().split(/\s+/);
  const columns = words.map((word) => word.trim().toLowerCase());
  const known = columns.filter((column) => COLUMNS.has(column)).length;
  return columns.includes('cpu') && known >= 2 ? columns : null;
}

function rowOf(columns: string[], cells: string[]): Row {
  return new Map(columns.map((column, at) => [column, (cells[at] ?? '').trim()]));
}

/**
 * What is online: cores and sockets that a row names. Numbers of cores are of the whole machine, or of a
 * socket with -y, so a core is told by all that is above it.
 */
function processorsOf(rows: Row[]): Omit<Processors, 'problems'> {
  const cell = (row: Row, column: string) => (row.get(column) ?? '').replace(/^-$/, '');
  // A processor that is off has no core; with --all it has a row all the same.
  const isCored = rows.some((row) => cell(row, 'core') !== '');
  const online = rows.filter(
    (row) =>
      !['no', 'n', 'false', '0'].includes(cell(row, 'online').toLowerCase()) &&
      !(isCored && cell(row, 'core') === ''),
  );
  const count = (...columns: string[]) => {
    const seen = new Set(
      online.map((row) =>
        cell(row, columns.at(-1) ?? '') === '' ? '' : columns.map((column) => cell(row, column)).join('/'),
      ),
    );
    seen.delete('');
    return seen.size > 0 ? seen.size : null;
  };
  return {
    ...nothingKnown,
    models: sorted(online.map((row) => cell(row, 'modelname'))),
    threads: online.length > 0 ? online.length : null,
    cores: count('drawer', 'book', 'socket', 'cluster', 'core'),
    sockets: count('drawer', 'book', 'socket'),
    numaNodes: count('node'),
  };
}
