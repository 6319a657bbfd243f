import { allowedOf, gresOf, isNothing, listOf } from './gres.ts';
import type { Hosts } from './hosts.ts';
import { hostsOf } from './hosts.ts';
import type { ToldNode, ToldPartition } from './listing.ts';
import { stateOf } from './states.ts';
import { limitOf, reasonOf, wholeOf } from './values.ts';

/** What one line of sinfo says, of some nodes and of a partition. */
export interface Row {
  hosts: Hosts | null;
  partition: string;
  isDefault: boolean;
  node: ToldNode;
  part: ToldPartition;
  /** Nodes that the line counts. */
  count: number | null;
  cpuTotal: number | null;
  cluster: string;
}

export function emptyRow(): Row {
  return {
    hosts: null,
    partition: '',
    isDefault: false,
    node: {},
    part: {},
    count: null,
    cpuTotal: null,
    cluster: '',
  };
}

/** Takes one cell into a row; false when it is none that the column can have. */
export type Take = (row: Row, cell: string) => boolean;

const nothing: Take = () => true;

/** A number of nodes that differ prints as `16+` or `16-32`, which tells of none of them. */
const number =
  (key: 'cpus' | 'sockets' | 'cores' | 'threads' | 'memory' | 'disk' | 'weight'): Take =>
  (row, cell) => {
    if (!/^\d+(?:\.\d+)?[KMGTP]?(?:\+|-\S+)?$|^n\/a$/i.test(cell)) return false;
    const value = /^\d+$/.test(cell) ? wholeOf(cell) : null;
    if (value !== null) row.node[key] = value;
    return true;
  };

const count: Take = (row, cell) => {
  const [, plain = '', all = ''] = /^(?:(\d+)|\d+\/\d+(?:\/\d+\/(\d+))?)$/.exec(cell) ?? [];
  if (!/^\d/.test(cell)) return false;
  row.count = wholeOf(plain || all);
  return true;
};

export const takeNodes: Take = (row, cell) => {
  row.hosts = hostsOf(cell);
  // A partition without nodes has an empty cell.
  return row.hosts !== null;
};

export const takePartition: Take = (row, cell) => {
  if (cell === '') return false;
  if (/^n\/a$/i.test(cell)) return true;
  row.isDefault = cell.endsWith('*');
  row.partition = row.isDefault ? cell.slice(0, -1) : cell;
  return row.partition !== '';
};

export const takeState: Take = (row, cell) => {
  // A partition without nodes has none.
  if (/^n\/a$/i.test(cell)) return true;
  const state = stateOf(cell);
  if (state) row.node.state = state;
  return state !== null;
};

export const takeGres: Take = (row, cell) => {
  row.node.gres = gresOf(cell);
  return true;
};

export const takeFeatures: Take = (row, cell) => {
  row.node.features = listOf(cell);
  return true;
};

export const takeReason: Take = (row, cell) => {
  row.node.reason = reasonOf(cell).reason;
  return true;
};

export const takeCpuStates: Take = (row, cell) => {
  const found = /^[\d.KMG]+\/[\d.KMG]+\/[\d.KMG]+\/([\d.KMG]+)$/.exec(cell);
  row.cpuTotal = wholeOf(found?.[1]);
  return found !== null;
};

export const takeVersion: Take = (row, cell) => {
  if (!isNothing(cell)) row.node.version = cell;
  return true;
};

const user: Take = (row, cell) => {
  if (!/^unknown$/i.test(cell) && !isNothing(cell)) row.node.by = cell.replace(/\(\d+\)$/, '');
  return true;
};

const socketsCoresThreads: Take = (row, cell) => {
  const [, sockets, cores, threads] = /^(\d+)\+?:(\d+)\+?:(\d+)\+?$/.exec(cell) ?? [];
  if (!cell.includes('+')) {
    if (sockets) row.node.sockets = Number(sockets);
    if (cores) row.node.cores = Number(cores);
    if (threads) row.node.threads = Number(threads);
  }
  return cell.includes(':');
};

const part =
  (set: (part: ToldPartition, cell: string) => void): Take =>
  (row, cell) => {
    if (!/^n\/a$/i.test(cell)) set(row.part, cell);
    return true;
  };

const limit =
  (key: 'timeLimit' | 'defaultTime'): Take =>
  (row, cell) => {
    if (/^n\/a$/i.test(cell)) return true;
    row.part[key] = limitOf(cell);
    return row.part[key] !== '';
  };

const size = part((told, cell) => {
  const [, least = '', most = ''] = /^(\d+)(?:-(\d+|infinite))?$/.exec(cell) ?? [];
  told.minNodes = wholeOf(least);
  told.maxNodes = most === 'infinite' ? 0 : wholeOf(most || least);
});

/** Headers of sinfo(1), as print.c writes them, of all versions since 14. */
export const COLUMNS: Record<string, Take> = {
  NODELIST: takeNodes,
  // Where both are asked for, the names of the nodes count.
  HOSTNAMES: (row, cell) => row.hosts !== null || takeNodes(row, cell),
  PARTITION: takePartition,
  AVAIL: (row, cell) => {
    // A column of five characters cuts `inactive`.
    const state = /^inact/.test(cell) ? 'inactive' : cell;
    if (!/^n\/a$/i.test(cell)) row.part.state = state;
    return /^(?:up|down|drain|inactive|unknown|unkno|n\/a)$/i.test(state);
  },
  TIMELIMIT: limit('timeLimit'),
  DEFAULTTIME: limit('defaultTime'),
  JOB_SIZE: size,
  PRIO_TIER: part((told, cell) => {
    told.priority = wholeOf(cell);
  }),
  GROUPS: part((told, cell) => {
    told.allowGroups = allowedOf(cell);
  }),
  OVERSUBSCRIBE: part((told, cell) => {
    told.oversubscribe = cell.toLowerCase();
  }),
  SHARE: nothing,
  PREEMPT_MODE: part((told, cell) => {
    told.preempt = cell.toLowerCase();
  }),
  NODES: count,
  'NODES(A/I)': nothing,
  'NODES(A/I/O/T)': count,
  STATE: takeState,
  STATECOMPLETE: takeState,
  REASON: takeReason,
  USER: user,
  TIMESTAMP: nothing,
  CPUS: number('cpus'),
  'CPUS(A/I/O/T)': takeCpuStates,
  'S:C:T': socketsCoresThreads,
  SOCKETS: number('sockets'),
  CORES: number('cores'),
  THREADS: number('threads'),
  MEMORY: number('memory'),
  TMP_DISK: number('disk'),
  WEIGHT: number('weight'),
  GRES: takeGres,
  AVAIL_FEATURES: takeFeatures,
  FEATURES: takeFeatures,
  ACTIVE_FEATURES: (row, cell) => {
    row.node.activeFeatures = listOf(cell);
    return true;
  },
  VERSION: takeVersion,
  CLUSTER: (row, cell) => {
    if (!isNothing(cell)) row.cluster = cell;
    return true;
  },
  GRES_USED: nothing,
  CPU_LOAD: nothing,
  FREE_MEM: nothing,
  ALLOCMEM: nothing,
  NODE_ADDR: nothing,
  MAX_CPUS_PER_NODE: nothing,
  PRIO_JOB_FACTOR: nothing,
  PRIORITY: nothing,
  ALLOCNODES: nothing,
  ALLOC_NODES: nothing,
  ROOT: nothing,
  RESERVATION: nothing,
  PORT: nothing,
  COMMENT: nothing,
  EXTRA: nothing,
};

/** Columns whose cells may hold spaces. */
export const FREE = new Set(['REASON', 'COMMENT', 'EXTRA']);

/** The header that a word stands for: columns that are narrower than their header cut it. */
export function columnOf(word: string): string | null {
  if (Object.hasOwn(COLUMNS, word)) return word;
  if (word.length < 3) return null;
  const like = Object.keys(COLUMNS).filter((name) => name.startsWith(word));
  return like.length === 1 ? (like[0] ?? null) : null;
}
