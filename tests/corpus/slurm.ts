import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../server/inventory/nodeSet.ts';
import { corpus } from '../harness/corpus.ts';
import { type Case, captured, capturedBytes, type Measure, parsed } from './measure.ts';

/** Slurm as text and JSON: node, its state of the moment and its lasting one, resources, features, partitions. */

interface Node {
  name: string;
  state?: string;
  cpus?: number | null;
  memory?: number | null;
  gres?: string;
  features?: string;
  partitions?: string;
  reason?: string;
}

interface Partition {
  name: string;
  state?: string;
  minutes?: number | null;
  nodes?: string[];
  count?: number;
  isDefault?: boolean;
}

interface Truth {
  nodes: Node[];
  partitions: Partition[];
  version?: string;
  cluster?: string;
  counts?: string;
}

type Json = Record<string, unknown>;

const LIVE = 'live/slurm-22.05.8';
const text = (path: string) => capturedBytes(path).toString();

/** The words of a state in one order; NO_VAL and the marks of sinfo are words too. */
const MARKS: Record<string, string> = { '*': 'not_responding', '~': 'powered_down', '-': 'planned' };
const LONG: Record<string, string> = { alloc: 'allocated', mix: 'mixed', unk: 'unknown', drained: 'drain' };
function stateText(words: string[]): string {
  const all = words.flatMap((word) => {
    const bare = word.toLowerCase();
    const mark = MARKS[bare.at(-1) ?? ''];
    const rest = mark ? bare.slice(0, -1) : bare;
    return [LONG[rest] ?? rest, ...(mark ? [mark] : [])];
  });
  // drng of sinfo: drain on a node with jobs.
  return [...new Set(all.flatMap((one) => (one === 'draining' ? ['drain', 'busy'] : [one])))]
    .sort()
    .join('+');
}

function lastingText(state: string): string {
  const words = state.split('+');
  const first = [
    ['drain', 'drain'],
    ['fail', 'fail'],
    ['down', 'down'],
    ['unknown', 'unknown'],
  ].find(([word]) => words.includes(word ?? ''));
  return first?.[1] ?? 'up';
}

const names = (list: string): string[] => {
  if (list === '') return [];
  const found = expand(list);
  if (!found.ok) throw new Error(`${list}: ${found.message}`);
  return found.names;
};
const sorted = (list: string) => list.split(',').filter(Boolean).sort().join(',');

/** One text per thing that the truth tells; `found` is asked for the same things only. */
function rowsOf(truth: Truth): string[] {
  return [
    ...(truth.version ? [`version ${truth.version}`] : []),
    ...(truth.cluster ? [`cluster ${truth.cluster}`] : []),
    ...(truth.counts ? [`counts ${truth.counts}`] : []),
    ...truth.nodes.flatMap((node) => [
      ...(node.state === undefined ? [] : [`${node.name} is ${node.state} ${lastingText(node.state)}`]),
      ...(['cpus', 'memory', 'gres', 'features', 'partitions', 'reason'] as const).flatMap((key) =>
        node[key] === undefined ? [] : [`${node.name} ${key} ${node[key]}`],
      ),
    ]),
    ...truth.partitions.flatMap((one) => [
      `partition ${one.name} ${one.state ?? ''}`,
      ...(one.minutes === undefined ? [] : [`partition ${one.name} minutes ${one.minutes}`]),
      ...(one.nodes ? [`partition ${one.name} nodes ${[...one.nodes].sort().join(',')}`] : []),
      ...(one.count === undefined ? [] : [`partition ${one.name} count ${one.count}`]),
      ...(one.isDefault === undefined ? [] : [`partition ${one.name} default ${one.isDefault}`]),
    ]),
  ];
}

interface Group {
  nodes: string[];
  cpus: number | null;
  memory: number | null;
  gres: string[];
  features: string[];
  partitions: string[];
}

/** The same of what our parser read; `gres` with bindings is compared without them. */
function read(path: string, like: Truth): Truth {
  const result = parsed('scheduler', path);
  const items = result.roots.flatMap((root) => root.items);
  const document = <T>(kind: string, key: string): T[] => {
    const facts = items.find((item) => item.document.kind === `scheduler.${kind}`)?.document;
    return ((facts as Json | undefined)?.[key] ?? []) as T[];
  };
  const states = new Map(
    document<{ state: string; reason: string; nodes: string[] }>('states', 'states').flatMap((row) =>
      row.nodes.map((name) => [name, row] as const),
    ),
  );
  const moment = new Map(
    document<{ name: string; state: string; flags: string[] }>('moment', 'nodes').map((row) => [
      row.name,
      [row.state, ...row.flags].filter(Boolean).sort().join('+'),
    ]),
  );
  const keys = new Set(like.nodes.flatMap((node) => Object.keys(node)));
  const has = (key: string) => keys.has(key);
  const nodes = document<Group>('nodes', 'groups').flatMap((group) =>
    group.nodes.map((name): Node & { lasting?: string } => ({
      name,
      ...(has('state') ? { state: moment.get(name) ?? '' } : {}),
      ...(has('cpus') ? { cpus: group.cpus } : {}),
      ...(has('memory') ? { memory: group.memory } : {}),
      ...(has('gres') ? { gres: group.gres.join(',') } : {}),
      ...(has('features') ? { features: group.features.join(',') } : {}),
      ...(has('partitions') ? { partitions: [...group.partitions].sort().join(',') } : {}),
      ...(has('reason') ? { reason: states.get(name)?.reason ?? '' } : {}),
      lasting: states.get(name)?.state ?? '',
    })),
  );
  const wrong = nodes.filter((node) => node.state !== undefined && node.lasting !== lastingText(node.state));
  if (wrong.length > 0) throw new Error(`${path}: ${JSON.stringify(wrong[0])}`);
  const told = new Set(like.partitions.flatMap((one) => Object.keys(one)));
  const facts = (result.document ?? {}) as Json;
  return {
    ...(like.version ? { version: String(facts.version) } : {}),
    ...(like.cluster ? { cluster: String(facts.name) } : {}),
    ...(like.counts ? { counts: `${facts.nodeCount} ${facts.cpuCount}` } : {}),
    nodes,
    partitions: document<Json>('partitions', 'partitions').map((one) => ({
      name: String(one.name),
      ...(told.has('state') ? { state: String(one.state) } : {}),
      ...(told.has('minutes') ? { minutes: minutesOf(String(one.timeLimit)) } : {}),
      ...(told.has('nodes') ? { nodes: one.nodes as string[] } : {}),
      ...(told.has('count') ? { count: Number(one.nodeCount) } : {}),
      ...(told.has('isDefault') ? { isDefault: one.default === true } : {}),
    })),
  };
}

/** Of our form 1-00:00:00; null is no limit. */
function minutesOf(limit: string): number | null {
  if (limit === 'unlimited') return null;
  const [clock = '', days = '0'] = limit.split('-').reverse();
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return Number(days) * 1440 + hours * 60 + minutes;
}

function caseOf(path: string, truth: Truth, explained?: string): Case {
  const found = truth.nodes.length + truth.partitions.length > 0 || truth.version || truth.counts;
  const rows = found ? rowsOf(read(path, truth)) : parsedRows(path);
  return { input: path, expected: rowsOf(truth), found: rows, ...(explained ? { explained } : {}) };
}

/** Of a text in which nothing is to be found: what our parser finds nevertheless. */
function parsedRows(path: string): string[] {
  try {
    const result = parsed('scheduler', path);
    return result.roots.flatMap((root) =>
      root.items.flatMap(
        (item) => JSON.stringify(item.document).match(/"(?:name|nodes)":"?\[?"[^"]+/g) ?? [],
      ),
    );
  } catch {
    return [];
  }
}

/** Values plain or as {set, infinite, number}. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value < 0 ? null : value;
  const { set, infinite, number } = (value ?? {}) as Json;
  return infinite === true || set !== true ? null : Number(number);
}
const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value ? [value] : []).map(String);

function jsonTruth(path: string): Truth {
  const raw = text(path);
  const value = JSON.parse(raw.slice(raw.indexOf('\n{') + 1 || 0)) as Json;
  const meta = (value.meta ?? {}) as Json;
  const slurm = (meta.slurm ?? meta.Slurm ?? {}) as Json;
  const rows = (key: string) => (value[key] ?? []) as Json[];
  return {
    ...(slurm.release ? { version: String(slurm.release) } : {}),
    ...(slurm.cluster ? { cluster: String(slurm.cluster) } : {}),
    nodes: rows('nodes').map((row) => ({
      name: String(row.name),
      state: stateText([...textsOf(row.state), ...textsOf(row.state_flags)]),
      cpus: Number(row.cpus),
      memory: Number(row.real_memory),
      gres: String(row.gres).replace(/\([^)]*\)/g, ''),
      features: textsOf(row.features).join(','),
      partitions: textsOf(row.partitions).sort().join(','),
      reason: String(row.reason),
    })),
    partitions: rows('partitions').map((row) => {
      const nodes = row.nodes as Json;
      return {
        name: String(row.name),
        state: textsOf((row.partition as Json).state)
          .join('')
          .toLowerCase(),
        minutes: numberOf((row.maximums as Json).time),
        nodes: names(String(nodes.configured)),
        count: Number(nodes.total),
      };
    }),
  };
}

/** A value of a one-line record: up to the next blank, with a reason up to the end. */
const word = (line: string, key: string) => line.split(` ${key}=`)[1]?.split(' ')[0] ?? '';
const orNothing = (cell: string) => (cell === '(null)' ? '' : cell);

function partitionLines(path: string): Truth {
  const lines = text(path)
    .trimEnd()
    .replace(/\n {3,}/g, ' ')
    .split('\n')
    .filter((line) => line.startsWith('PartitionName='));
  return {
    nodes: [],
    partitions: lines.map((line) => ({
      name: line.slice('PartitionName='.length).split(' ')[0] ?? '',
      state: word(line, 'State').toLowerCase(),
      minutes: word(line, 'MaxTime') === 'UNLIMITED' ? null : minutesOf(word(line, 'MaxTime')),
      nodes: names(orNothing(word(line, 'Nodes'))),
      count: Number(word(line, 'TotalNodes')),
      isDefault: word(line, 'Default') === 'YES',
    })),
  };
}

function nodeLines(path: string): Truth {
  const lines = text(path).trimEnd().replace(/\n +/g, ' ').split('\n').filter(Boolean);
  return {
    partitions: [],
    nodes: lines.map((line) => ({
      name: line.slice('NodeName='.length).split(' ')[0] ?? '',
      state: stateText(word(line, 'State').split('+')),
      cpus: Number(word(line, 'CPUTot')),
      memory: Number(word(line, 'RealMemory')),
      gres: orNothing(word(line, 'Gres')),
      features: orNothing(word(line, 'AvailableFeatures')),
      partitions: sorted(word(line, 'Partitions')),
      reason: line.split(' Reason=')[1]?.replace(/ \[root@.*/, '') ?? '',
    })),
  };
}

/** The table of sinfo without arguments: one line per partition and state. */
function sinfoTruth(path: string): Truth {
  const nodes = new Map<string, Node>();
  const partitions = new Map<string, Partition>();
  for (const line of text(path).split('\n')) {
    const [first = '', avail = '', limit = '', count = '', state = '', list = '', more] = line
      .replace(/\{\{.*?\}\}/g, (name) => name.replaceAll(' ', ''))
      .split(/\s+/);
    if (!/^(?:up|down)$/.test(avail) || more) continue;
    const name = first.replace('*', '');
    const minutes = limit === 'infinite' ? null : minutesOf(limit);
    const known = partitions.get(name) ?? {
      name,
      state: avail,
      minutes,
      nodes: [],
      count: 0,
      isDefault: first !== name,
    };
    partitions.set(name, known);
    known.count = (known.count ?? 0) + Number(count);
    // Names after the point where the list was shortened are not told.
    const told = list.endsWith('...') ? `${list.replace(/\.+$/, '').replace(/,[^,]*$/, '')}]` : list;
    for (const node of names(told)) {
      known.nodes?.push(node);
      const row = nodes.get(node) ?? { name: node, state: stateText([state]), partitions: '' };
      nodes.set(node, { ...row, partitions: sorted(`${row.partitions},${name}`) });
    }
  }
  return { nodes: [...nodes.values()], partitions: [...partitions.values()] };
}

/** Lines of cells; a node may stand in several of them. */
function cellTruth(
  path: string,
  separator: string | RegExp,
  of: (cells: string[]) => Node[],
  more: Partial<Truth> = {},
): Truth {
  const nodes = new Map<string, Node>();
  for (const line of text(path)
    .split('\n')
    .filter((one) => one.trim() !== '')) {
    for (const node of of(line.trim().replaceAll('\x1e', '').split(separator))) {
      const known = nodes.get(node.name);
      const partitions = [known?.partitions ?? '', node.partitions ?? ''].filter(Boolean).join(',');
      nodes.set(node.name, {
        ...node,
        ...known,
        ...(node.partitions === undefined ? {} : { partitions: sorted(partitions) }),
      });
    }
  }
  return { nodes: [...nodes.values()], partitions: [], ...more };
}

function oodTruth(path: string): Truth {
  return cellTruth(path, '\x1f', ([cpus = '', name = '', features = '']) => [
    { name, cpus: Number(cpus), features },
  ]);
}

const NO_LISTING = { nodes: [], partitions: [] };

function textCase(path: string): Case {
  const file = path.split('/').at(-1) ?? '';
  if (/^scontrol_show_partitions|^owens_partitions/.test(file)) return caseOf(path, partitionLines(path));
  if (/^sinfo_nodes|^owens_nodes/.test(file)) return caseOf(path, oodTruth(path));
  if (/^sinfo_fc/.test(file)) {
    const cells = text(path).trim().split('/');
    return caseOf(path, { ...NO_LISTING, counts: `${cells[3]} ${cells[7]}` });
  }
  if (file === 'sinfo_gres_long_hostnames.txt')
    return caseOf(
      path,
      cellTruth(path, /\s+/, ([name = '', gres = '', , state = '']) => [
        { name, state: stateText([state]), gres: gres.replace(/\(.*\)/, '') },
      ]),
    );
  if (file === 'sinfo.txt')
    return caseOf(
      path,
      cellTruth(path, ',', ([name = '', state = '']) => [{ name, state: stateText([state]) }]),
    );
  if (file === 'sinfo_mem.txt')
    return caseOf(
      path,
      cellTruth(path, /\s+/, ([name = '', , memory = '', cpus = '', state = '']) => [
        { name, state, memory: Number(memory), cpus: Number(cpus.split('/')[3]) },
      ]),
    );
  if (file === 'node_output.txt')
    return caseOf(
      path,
      cellTruth(path, '|', ([list = '', state = '']) =>
        names(list).map((name) => ({ name, state: stateText(state.split('+')) })),
      ),
    );
  if (file === 'sinfo_fallback.txt') return caseOf(path, fallbackTruth(path));
  if (file === 'sonar_sinfo_output.txt') return caseOf(path, sonarTruth(path));
  if (file === 'queue-info.snip') {
    const placeholders = /^\{\{.*\}\}/m.test(text(path))
      ? 'two partitions are placeholders of a page and no names'
      : undefined;
    return caseOf(path, sinfoTruth(path), placeholders);
  }
  return caseOf(path, NO_LISTING);
}

function fallbackTruth(path: string): Truth {
  const nodes = new Map<string, Node>();
  const partitions = new Map<string, Partition>();
  for (const line of text(path).trim().split('\n')) {
    const row = JSON.parse(line) as Json;
    const [name, partition] = [String(row.n), String(row.p)];
    const known = nodes.get(name) ?? {
      name,
      state: String(row.s),
      memory: Number(row.mem),
      cpus: Number(String(row.cstate).split('/')[3]),
      partitions: '',
    };
    nodes.set(name, { ...known, partitions: sorted(`${known.partitions},${partition}`) });
    const part = partitions.get(partition) ?? { name: partition, nodes: [] };
    partitions.set(partition, { ...part, nodes: [...(part.nodes ?? []), name] });
  }
  return { nodes: [...nodes.values()], partitions: [...partitions.values()] };
}

function sonarTruth(path: string): Truth {
  const { attributes } = (
    JSON.parse(text(path)) as {
      data: {
        attributes: {
          cluster: string;
          nodes: { names: string[]; states: string[] }[];
          partitions: { name: string; nodes: string[] }[];
        };
      };
    }
  ).data;
  const partitions = attributes.partitions.map((one) => ({
    name: one.name,
    nodes: names(one.nodes.join(',')),
  }));
  return {
    cluster: attributes.cluster,
    partitions,
    nodes: attributes.nodes.flatMap((row) =>
      names(row.names.join(',')).map((name) => ({
        name,
        state: stateText(row.states),
        partitions: partitions
          .filter((one) => one.nodes.includes(name))
          .map((one) => one.name)
          .sort()
          .join(','),
      })),
    ),
  };
}

function liveTruth(file: string): Truth {
  const path = `${LIVE}/${file}`;
  if (file === 'scontrol-config.txt') return { ...NO_LISTING, version: '22.05.8', cluster: 'loop' };
  if (file === 'version.txt') return { ...NO_LISTING, version: '22.05.8' };
  if (file === 'scontrol-show-partition.txt') return partitionLines(path);
  if (file.startsWith('scontrol-show-node')) return nodeLines(path);
  if (file === 'sinfo.txt') return sinfoTruth(path);
  // The YAML says what the JSON of the same moment says.
  if (file === 'sinfo.json' || file === 'sinfo.yaml') return jsonTruth(`${LIVE}/sinfo.json`);
  if (file === 'sinfo-N.txt')
    return cellTruth(
      path,
      '|',
      ([
        name = '',
        partition = '',
        cpus = '',
        memory = '',
        gres = '',
        features = '',
        state = '',
        reason = '',
      ]) => [
        {
          name,
          state: stateText([state]),
          cpus: Number(cpus),
          memory: Number(memory),
          gres: orNothing(gres),
          features: orNothing(features),
          partitions: partition.replace('*', ''),
          reason: reason.replace('none', ''),
        },
      ],
      {
        partitions: [
          { name: 'batch', isDefault: true, nodes: ['cn01', 'cn02', 'cn03', 'cn04', 'dead01'] },
          { name: 'drained', isDefault: false, nodes: ['cn04'] },
          { name: 'gpu', isDefault: false, nodes: ['gpu01', 'gpu02'] },
        ],
      },
    );
  return NO_LISTING;
}

const inputs = () => captured('slurm').map((one) => one.path);
const isJson = (path: string) => /\.json$|response\.nodes$/.test(path);

export const slurmMeasures: Measure[] = [
  {
    kind: 'slurm',
    parser: 'scheduler slurm-json',
    truth: 'JSON.parse, key by key',
    cases: () =>
      inputs()
        .filter(isJson)
        .map((path) => caseOf(path, jsonTruth(path))),
  },
  {
    kind: 'slurm',
    parser: 'scheduler sinfo, scontrol-show and others',
    truth: 'the text, cell by cell; pages without a listing have nothing',
    cases: () =>
      inputs()
        .filter((path) => !isJson(path))
        .map(textCase),
  },
  {
    kind: 'live/slurm',
    parser: 'scheduler, every form of one cluster',
    truth: 'the text, cell by cell; JSON beside it',
    cases: () =>
      readdirSync(join(corpus, LIVE))
        .sort()
        .map((file) => caseOf(`${LIVE}/${file}`, liveTruth(file))),
  },
];
