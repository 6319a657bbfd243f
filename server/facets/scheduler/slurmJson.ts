import { problemOf } from '../reading.ts';
import { allowedOf, gresOf, listOf, tresGres } from './gres.ts';
import { hostsOf } from './hosts.ts';
import { at, isObject, type Json, numberAt, textAt, textsAt } from './json.ts';
import type { Listing, ToldNode, ToldPartition } from './listing.ts';
import { stateOfWords } from './states.ts';
import { limitOfMinutes, reasonOf } from './values.ts';

/** Whether a value is an answer of slurmrestd, `sinfo --json` or `scontrol --json` about nodes or partitions. */
export function isSlurmJson(value: unknown): value is Json {
  if (!isObject(value)) return false;
  const lists = ['nodes', 'partitions', 'sinfo'].some((key) => Array.isArray(value[key]));
  const others = [
    'jobs',
    'steps',
    'job',
    'reservations',
    'licenses',
    'accounts',
    'users',
    'qos',
    'associations',
  ];
  if (others.some((key) => value[key] !== undefined)) return false;
  if (lists) return isObject(value.meta) || Array.isArray(value.errors) || firstHasName(value);
  return isObject(at(value, 'meta', 'slurm') ?? at(value, 'meta', 'Slurm')) && Array.isArray(value.errors);
}

function firstHasName(value: Json): boolean {
  const [first] = [value.nodes, value.partitions, value.sinfo].flatMap((one) =>
    Array.isArray(one) ? one : [],
  );
  return isObject(first) && (textAt(first, 'name') !== '' || isObject(first.node));
}

/** Everything that such an answer tells, of data parser v0.0.37 to v0.0.45. */
export function readSlurmJson(value: Json, listing: Listing, where: string): void {
  const meta = at(value, 'meta', 'slurm') ?? at(value, 'meta', 'Slurm');
  const [version, name] = [textAt(meta, 'release'), textAt(meta, 'cluster')];
  listing.cluster = {
    ...listing.cluster,
    product: 'slurm',
    ...(version === '' ? {} : { version }),
    ...(name === '' ? {} : { name }),
  };
  const bad = (row: unknown, why: string) =>
    listing.problems.push(problemOf('scheduler', '', where, 0, JSON.stringify(row) ?? '', why));
  if (Array.isArray(value.nodes)) {
    listing.sawNodes = true;
    for (const row of value.nodes) if (!readNode(row, listing)) bad(row, 'no node with a name and a state');
  }
  if (Array.isArray(value.partitions)) {
    listing.sawPartitions = true;
    for (const row of value.partitions)
      if (!readPartition(row, listing)) bad(row, 'no partition with a name');
  }
  if (Array.isArray(value.sinfo)) {
    listing.sawNodes = true;
    listing.sawPartitions = true;
    for (const row of value.sinfo)
      if (!readSinfoRow(row, listing)) bad(row, 'no row of sinfo with nodes and a state');
  }
  for (const error of Array.isArray(value.errors) ? value.errors : []) {
    const text = [textAt(error, 'description'), textAt(error, 'error')].find((one) => one !== '') ?? '';
    bad(error, text === '' ? 'Slurm reports an error' : text);
  }
}

/** A user stands as a name, or as a number that names nobody. */
const by = (row: unknown, ...path: string[]) => textAt(row, ...path);

function readNode(row: unknown, listing: Listing): boolean {
  const name = textAt(row, 'name');
  const state = stateOfWords([...textsAt(row, 'state'), ...textsAt(row, 'state_flags')]);
  if (name === '' || !state) return false;
  const { reason } = reasonOf(textAt(row, 'reason'));
  const told: ToldNode = {
    cpus: numberAt(row, 'cpus') ?? undefined,
    sockets: numberAt(row, 'sockets') ?? undefined,
    cores: numberAt(row, 'cores') ?? undefined,
    threads: numberAt(row, 'threads') ?? undefined,
    memory: numberAt(row, 'real_memory') ?? undefined,
    disk: numberAt(row, 'temporary_disk') ?? undefined,
    gres: gresOf(textAt(row, 'gres')),
    features: csvAt(row, 'features'),
    activeFeatures: csvAt(row, 'active_features'),
    partitions: csvAt(row, 'partitions'),
    weight: numberAt(row, 'weight') ?? undefined,
    arch: textAt(row, 'architecture'),
    os: textAt(row, 'operating_system'),
    version: textAt(row, 'version') || textAt(row, 'slurmd_version'),
    state,
    reason,
    by: reason === '' ? '' : by(row, 'reason_set_by_user'),
  };
  listing.node(name, told);
  return true;
}

/** A comma list, or a list of texts that may be comma lists themselves. */
function csvAt(row: unknown, ...path: string[]): string[] {
  return textsAt(row, ...path).flatMap(listOf);
}

/** Partitions of v0.0.37 and v0.0.38 have flat keys, later ones nested keys. */
function readPartition(row: unknown, listing: Listing): boolean {
  const name = textAt(row, 'name');
  const nodes = hostsOf(textAt(row, 'nodes', 'configured') || textAt(row, 'nodes'));
  if (name === '' || !nodes) return false;
  listing.partition(name, { ...partitionOf(row), nodes: nodes.names });
  return true;
}

function partitionOf(row: unknown): ToldPartition {
  const flags = isObject(row) && Array.isArray(row.flags) ? textsAt(row, 'flags') : null;
  const has = (flag: string) => (flags ? flags.some((one) => one.toLowerCase() === flag) : null);
  const number = (nested: string[], flat: string) => numberAt(row, ...nested) ?? numberAt(row, flat);
  const maxNodes = number(['maximums', 'nodes'], 'maximum_nodes_per_job');
  return {
    default: has('default'),
    state: (textsAt(row, 'partition', 'state')[0] ?? textAt(row, 'state')).toLowerCase(),
    timeLimit: minutesAt(row, ['maximums', 'time'], 'max_time_limit'),
    defaultTime: minutesAt(row, ['defaults', 'time'], 'default_time_limit'),
    nodeCount: number(['nodes', 'total'], 'total_nodes'),
    cpus: number(['cpus', 'total'], 'total_cpus'),
    maxNodes: maxNodes === null ? null : Number.isFinite(maxNodes) && maxNodes >= 0 ? maxNodes : 0,
    minNodes: number(['minimums', 'nodes'], 'min nodes per job'),
    hidden: has('hidden'),
    priority: number(['priority', 'tier'], 'priority_tier'),
    qos: textAt(row, 'qos', 'assigned') || textAt(row, 'qos'),
    allowGroups: allowedOf(textAt(row, 'groups', 'allowed') || textAt(row, 'allowed_groups')),
    allowAccounts: allowedOf(textAt(row, 'accounts', 'allowed') || textAt(row, 'allowed_accounts')),
    denyAccounts: allowedOf(textAt(row, 'accounts', 'deny') || textAt(row, 'denied_accounts')),
    allowQos: allowedOf(textAt(row, 'qos', 'allowed') || textAt(row, 'allowed_qos')),
    gres: tresGres(textAt(row, 'tres', 'configured') || textAt(row, 'tres')),
  };
}

function minutesAt(row: unknown, nested: string[], flat: string): string {
  const minutes = numberAt(row, ...nested) ?? numberAt(row, flat);
  if (minutes === null) return '';
  return Number.isFinite(minutes) && minutes >= 0 ? limitOfMinutes(minutes) : 'unlimited';
}

/** A row of `sinfo --json` from 23.02 on: nodes of one partition that are alike, state included. */
function readSinfoRow(row: unknown, listing: Listing): boolean {
  const names = textsAt(row, 'nodes', 'nodes').flatMap((text) => hostsOf(text)?.names ?? []);
  const state = stateOfWords(textsAt(row, 'node', 'state'));
  const partition = textAt(row, 'partition', 'name');
  if (names.length > 0 && !state) return false;
  // A smallest and a largest that differ are of different nodes, and tell of none of them.
  const alike = (...path: string[]) => {
    const [least, most] = [numberAt(row, ...path, 'minimum'), numberAt(row, ...path, 'maximum')];
    return least !== null && least === most ? least : undefined;
  };
  const { reason } = reasonOf(textAt(row, 'reason', 'description'));
  for (const name of names) {
    listing.node(name, {
      cpus: alike('cpus'),
      sockets: alike('sockets'),
      cores: alike('cores'),
      threads: alike('threads'),
      memory: alike('memory'),
      disk: alike('disk'),
      weight: alike('weight'),
      gres: gresOf(textAt(row, 'gres', 'total')),
      features: csvAt(row, 'features', 'total'),
      activeFeatures: csvAt(row, 'features', 'active'),
      partitions: partition === '' ? [] : [partition],
      ...(state ? { state } : {}),
      reason,
      by: reason === '' ? '' : by(row, 'reason', 'user'),
    });
  }
  const configured = hostsOf(textAt(row, 'partition', 'nodes', 'configured'));
  if (partition !== '')
    listing.partition(partition, {
      ...partitionOf(at(row, 'partition')),
      nodes: configured && configured.names.length > 0 ? configured.names : names,
    });
  return names.length > 0 || partition !== '';
}
