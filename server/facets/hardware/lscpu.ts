import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { unameArchitecture } from './architecture.ts';
import { flagWords } from './cpuinfo.ts';
import { countOfList, countOfMask } from './cpuList.ts';
import { jsonFields } from './lscpuJson.ts';
import { nothingKnown, type Processors, sorted } from './processors.ts';

/** One row of lscpu(1): `Model name:  Neoverse-N1`. */
export interface Field {
  name: string;
  value: string;
}

/** lscpu as text of any version: flat up to util-linux 2.36, indented below headings from 2.37 on. */
export function parseLscpu(text: string): Processors {
  const problems: Problem[] = [];
  return { ...processorsOf(textFields(text, problems)), problems };
}

/** lscpu --json, flat or with children. */
export function parseLscpuJson(text: string): Processors {
  const problems: Problem[] = [];
  return { ...processorsOf(jsonFields(text, problems)), problems };
}

function textFields(text: string, problems: Problem[]): Field[] {
  return text.split('\n').flatMap((line, at) => {
    // Rows of `lscpu -p` may follow.
    if (line.trim() === '' || line.startsWith('#') || /^[-\d,]+\r?$/.test(line)) return [];
    const colon = line.indexOf(':');
    if (colon === -1) {
      problems.push(problemOf('hardware', '', 'lscpu', at + 1, line, 'no name and colon'));
      return [];
    }
    return [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }];
  });
}

/** The rows that lscpu repeats for each kind of processor (big.LITTLE) start at "Model name". */
function kindsOf(fields: Field[]): Map<string, string>[] {
  const kinds = [new Map<string, string>()];
  for (const { name, value } of fields) {
    const last = kinds.at(-1);
    if (name === 'Model name' && last?.has(name)) {
      const vendor = last.get('Vendor ID');
      kinds.push(new Map(vendor === undefined ? [] : [['Vendor ID', vendor]]));
    }
    kinds.at(-1)?.set(name, value === '-' ? '' : value);
  }
  return kinds;
}

function processorsOf(fields: Field[]): Omit<Processors, 'problems'> {
  const kinds = kindsOf(fields);
  const first = (name: string) => kinds.find((kind) => kind.has(name))?.get(name) ?? '';
  const online = first('On-line CPU(s) list');
  // lscpu -x
  const mask = first('On-line CPU(s) mask');
  const counted = online === '' ? countOfMask(mask) : countOfList(online);
  const threads = counted ?? whole(first('CPU(s)'));
  const flags = kinds
    .map((kind) => flagWords(kind.get('Flags') ?? kind.get('ISA') ?? ''))
    .map((list) => new Set(list));
  const sockets = kinds.map(socketsOf).filter((count) => count !== null);
  return {
    ...nothingKnown,
    architecture: unameArchitecture(first('Architecture')),
    vendor: sorted(kinds.map((kind) => kind.get('Vendor ID') ?? '')).join(' + '),
    models: sorted(kinds.map(modelOf)),
    flags: [...(flags[0] ?? [])].filter((flag) => flags.every((others) => others.has(flag))),
    sockets: sockets.length > 0 ? Math.max(...sockets) : null,
    cores: coresOf(kinds, threads),
    threads,
    numaNodes: whole(first('NUMA node(s)')),
  };
}

function modelOf(kind: Map<string, string>): string {
  const machine = kind.get('Machine type') ?? '';
  return kind.get('Model name') || (machine === '' ? '' : `machine type ${machine}`);
}

/** s390 counts sockets per book and books per drawer. */
function socketsOf(kind: Map<string, string>): number | null {
  const single = whole(kind.get('Socket(s)') ?? '');
  const perBook = whole(kind.get('Socket(s) per book') ?? '');
  if (perBook === null) return single;
  const books = whole(kind.get('Book(s)') ?? kind.get('Book(s) per drawer') ?? '') ?? 1;
  return perBook * books * (whole(kind.get('Drawer(s)') ?? '') ?? 1);
}

/**
 * Cores over all sockets, or over all clusters of Arm machines whose firmware tells no sockets. s390 counts
 * what the machine could have; there are no more cores than processors are online.
 */
function coresOf(kinds: Map<string, string>[], threads: number | null): number | null {
  let cores = 0;
  for (const kind of kinds) {
    const each = whole(kind.get('Core(s) per socket') ?? kind.get('Core(s) per cluster') ?? '');
    const groups = socketsOf(kind) ?? whole(kind.get('Cluster(s)') ?? '');
    if (each === null || groups === null) return null;
    cores += each * groups;
  }
  const perCore = whole(kinds[0]?.get('Thread(s) per core') ?? '');
  if (threads === null || perCore === null || kinds.length > 1) return cores;
  return Math.min(cores, Math.ceil(threads / Math.max(1, perCore)));
}

function whole(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
