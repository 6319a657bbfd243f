import { problemOf } from '../reading.ts';
import { gresOf, listOf } from './gres.ts';
import { at, isObject, type Json, textAt } from './json.ts';
import type { Listing, ToldNode } from './listing.ts';
import { pbsStateOf } from './pbsStates.ts';
import { ofSummaryJson } from './pbsSummary.ts';
import { wholeOf } from './values.ts';

const isState = (text: string) => text === '<various>' || pbsStateOf(text) !== null;

const NODE = /^[A-Za-z0-9][\w.[\]:-]*\s*$/;
const ATTRIBUTE = /^\s+([\w.-]{1,80}) = (.*)$/;

/** Whether a text is of `pbsnodes -a` or -av: a name, and indented attributes with a state among them. */
export function isPbsnodes(text: string): boolean {
  let inNode = false;
  for (const line of text.slice(0, 100_000).split('\n')) {
    const attribute = ATTRIBUTE.exec(line);
    if (attribute && inNode && attribute[1] === 'state' && isState((attribute[2] ?? '').trim())) return true;
    inNode = NODE.test(line) || (inNode && /^\s+\S/.test(line));
  }
  return false;
}

/** `pbsnodes -a` of PBS and of Torque. */
export function readPbsnodes(text: string, listing: Listing, where: string): void {
  listing.sawNodes = true;
  let open: { name: string; line: number; values: Map<string, string> } | null = null;
  const close = () => {
    if (open && open.values.size > 0) takeNode(open.name, open.values, listing, where, open.line);
    open = null;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const [, key = '', value = ''] = ATTRIBUTE.exec(line) ?? [];
    if (key !== '' && open) {
      if (!open.values.has(key)) open.values.set(key, value.trim());
    } else if (NODE.test(line)) {
      close();
      open = { name: line.trim(), line: index + 1, values: new Map() };
    } else if (!/^\s+\S/.test(line)) close();
  }
  close();
}

export function takeNode(
  name: string,
  values: Map<string, string>,
  listing: Listing,
  where: string,
  line: number,
): void {
  const told = values.get('state') ?? '';
  // A host whose vnodes differ has no one state (pbs_stathost).
  const state = told === '<various>' ? undefined : pbsStateOf(told);
  if (state === null || name === '') {
    const text = `${name}: state = ${values.get('state') ?? ''}`;
    listing.problems.push(problemOf('scheduler', name, where, line, text, 'no state of a node'));
    return;
  }
  const version = values.get('pbs_version') ?? values.get('version') ?? statusOf(values).get('version') ?? '';
  listing.node(name, { ...nodeOf(values, version), state });
  listing.cluster = {
    ...listing.cluster,
    product: listing.cluster.product || (values.has('np') || values.has('power_state') ? 'torque' : 'pbs'),
    version: listing.cluster.version || version,
  };
}

/** Torque packs what the node reports into one attribute. */
function statusOf(values: Map<string, string>): Map<string, string> {
  const pairs = (values.get('status') ?? '').split(',').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return new Map(pairs);
}

function nodeOf(values: Map<string, string>, version: string): ToldNode {
  const get = (...keys: string[]) => keys.map((key) => values.get(key)).find((value) => value !== undefined);
  const available = (key: string) => get(`resources_available.${key}`);
  const status = statusOf(values);
  const gpus = wholeOf(available('ngpus') ?? get('gpus'));
  const mics = wholeOf(available('nmics') ?? get('mics'));
  const queues = listOf(get('queue') ?? available('Qlist') ?? '');
  return {
    cpus: wholeOf(available('ncpus') ?? get('np', 'pcpus')) ?? undefined,
    memory: mebibytes(available('mem') ?? status.get('physmem') ?? ''),
    gres: [...(gpus ? [`gpu:${gpus}`] : []), ...(mics ? [`mic:${mics}`] : [])].flatMap(gresOf),
    features: listOf(get('properties') ?? ''),
    partitions: queues,
    arch: available('arch') ?? status.get('opsys') ?? '',
    version,
    reason: get('comment', 'note') ?? '',
  };
}

const UNITS: Record<string, number> = {
  b: 1,
  kb: 2 ** 10,
  mb: 2 ** 20,
  gb: 2 ** 30,
  tb: 2 ** 40,
  pb: 2 ** 50,
};

/** `131072kb` as MiB; PBS counts in powers of two. */
function mebibytes(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,15})([kmgtp]?b)$/i.exec(text.trim()) ?? [];
  return number === ''
    ? undefined
    : Math.floor((Number(number) * (UNITS[unit.toLowerCase()] ?? 1)) / 2 ** 20);
}

/** Whether a value is of `pbsnodes -a -F json`. */
export function isPbsJson(value: unknown): value is Json {
  return isObject(value) && textAt(value, 'pbs_version') !== '' && isObject(value.nodes);
}

export function readPbsJson(value: Json, listing: Listing, where: string): void {
  listing.sawNodes = true;
  listing.cluster = {
    ...listing.cluster,
    product: 'pbs',
    version: textAt(value, 'pbs_version'),
    name: textAt(value, 'pbs_server'),
  };
  const nodes = at(value, 'nodes');
  for (const [name, told] of Object.entries(isObject(nodes) ? nodes : {})) {
    const values = new Map<string, string>();
    const put = (prefix: string, row: unknown) => {
      for (const [key, cell] of Object.entries(isObject(row) ? row : {})) {
        if (isObject(cell) && prefix === '') put(`${key}.`, cell);
        else if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
          values.set(prefix + key, String(cell));
      }
    };
    put('', told);
    takeNode(name, ofSummaryJson(values), listing, where, 0);
  }
}

/** Version and default queue of `qstat -Bf`, and of `qstat --version`; null where a text has neither. */
export function pbsVersionOf(
  text: string,
): { version: string; product: string; name: string; queue: string } | null {
  const told = /^[ \t]*pbs_version\s*=\s*(\S+)/m.exec(text)?.[1] ?? '';
  const torque = /^Version: (\d+\.\S+)\s*$/m.exec(text)?.[1] ?? '';
  if (told === '' && torque === '') return null;
  return {
    version: told || torque,
    product: torque === '' ? 'pbs' : 'torque',
    name: /^Server:\s*(\S+)/m.exec(text)?.[1] ?? '',
    queue: /^[ \t]*default_queue\s*=\s*(\S+)/m.exec(text)?.[1] ?? '',
  };
}

/** Queues of `qstat -Qf`: those that run jobs; routing queues hand them on. */
export function readQueues(text: string, listing: Listing): void {
  for (const block of text.split(/^(?=Queue: )/m)) {
    const name = /^Queue: (\S+)/.exec(block)?.[1] ?? '';
    const get = (key: string) => new RegExp(`^\\s+${key} = (.*?)\\s*$`, 'm').exec(block)?.[1] ?? '';
    if (name === '' || !/^e/i.test(get('queue_type'))) continue;
    const open = /^true$/i.test(get('started'));
    const state = open ? (/^true$/i.test(get('enabled')) ? 'up' : 'drain') : 'down';
    listing.partition(name, { state, timeLimit: clock(get('resources_max\\.walltime')) });
  }
}

function clock(text: string): string {
  const [, hours = '', minutes = '', seconds = ''] = /^(\d{1,6}):(\d\d):(\d\d)$/.exec(text) ?? [];
  if (hours === '') return '';
  const days = Math.floor(Number(hours) / 24);
  const rest = `${String(Number(hours) % 24).padStart(2, '0')}:${minutes}:${seconds}`;
  return days > 0 ? `${days}-${rest}` : rest;
}
