import { isObject, numberAt, textAt } from './json.ts';
import {
  emptyRow,
  type Row,
  takeCpuStates,
  takeFeatures,
  takeGres,
  takeNodes,
  takePartition,
  takeState,
} from './sinfoColumns.ts';

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
): { rows: { row: Row; line: number; text: string }[]; bad: { line: number; text: string }[] } | null {
  const rows: { row: Row; line: number; text: string }[] = [];
  const bad: { line: number; text: string }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    if (rows.length === 0 && bad.length > 5) return null;
    const row = jsonRow(line);
    if (row) rows.push({ row, line: at + 1, text: line });
    else bad.push({ line: at + 1, text: line });
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
