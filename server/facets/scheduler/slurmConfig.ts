import { problemOf } from '../reading.ts';
import { isNothing, listOf } from './gres.ts';
import { hostsOf } from './hosts.ts';
import type { Listing, ToldCluster } from './listing.ts';
import { recordOf } from './records.ts';
import { nodeOf } from './showNode.ts';
import { partitionOf } from './showPartition.ts';
import { stateOf } from './states.ts';

/** Settings that tell how a cluster is set up, as scontrol and slurm.conf(5) name them. */
const SETTINGS: Record<string, keyof ToldCluster> = {
  clustername: 'name',
  slurm_version: 'version',
  selecttype: 'selectType',
  selecttypeparameters: 'selectParameters',
  mpidefault: 'mpiDefault',
  proctracktype: 'processTracking',
  taskplugin: 'taskPlugins',
  grestypes: 'gresTypes',
  accountingstoragetype: 'accounting',
  accountingstorageenforce: 'accountingEnforce',
  prioritytype: 'priority',
  preempttype: 'preempt',
  topologyplugin: 'topology',
};

/** Whether a text is of `scontrol show config`. */
export function isShowConfig(text: string): boolean {
  return /^SLURM_VERSION\s+= \S/m.test(text) || /^Configuration data as of \d{4}-/m.test(text);
}

/** The settings of `scontrol show config`: `ClusterName             = loop`. */
export function readShowConfig(text: string, listing: Listing): void {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    const key = line.slice(0, at).trim().toLowerCase();
    if (at > 0 && !values.has(key)) values.set(key, line.slice(at + 1).trim());
  }
  settingsTo(listing, values);
}

function settingsTo(listing: Listing, values: Map<string, string>): void {
  const told: Record<string, string | string[]> = {};
  for (const [key, field] of Object.entries(SETTINGS)) {
    const value = values.get(key) ?? '';
    if (isNothing(value)) continue;
    told[field] = field === 'taskPlugins' || field === 'gresTypes' ? listOf(value) : value;
  }
  listing.cluster = { ...listing.cluster, product: 'slurm', ...told };
}

const BEGINS = /^[ \t]*(?:NodeName|PartitionName)\s*=\s*\S/im;
const SETTING =
  /^[ \t]*(?:ClusterName|SlurmctldHost(?:\[\d+\])?|ControlMachine|SlurmctldPort|SelectType)\s*=\s*\S/im;

/** gres.conf(5) has nodes too, and says nothing else of them. */
const GRES_CONF = /^[ \t]*(?:NodeName=\S+\s+)?Name=\w/im;

/** Whether a text is a slurm.conf(5), or the line that `slurmd -C` prints for one. */
export function isSlurmConf(text: string): boolean {
  return (SETTING.test(text) || BEGINS.test(text)) && !GRES_CONF.test(text);
}

/** slurm.conf(5): settings, and lines of nodes and partitions whose DEFAULT holds for those after it. */
export function readSlurmConf(text: string, listing: Listing, where: string): void {
  const settings = new Map<string, string>();
  const defaults = { node: new Map<string, string>(), partition: new Map<string, string>() };
  const all = new Set<string>();
  for (const { line, text: told } of logicalLines(text)) {
    const kind = /^NodeName\s*=/i.test(told) ? 'node' : /^PartitionName\s*=/i.test(told) ? 'partition' : null;
    if (!kind) {
      const [, key = '', value = ''] = /^(\w{1,60}(?:\[\d+\])?)\s*=\s*(.*)$/.exec(told) ?? [];
      if (key !== '') settings.set(key.toLowerCase(), value.trim());
      continue;
    }
    const record = recordOf(told.replace(/\s*=\s*/g, '=').replace(/"([^"]*)"/g, '$1'), line);
    const name = record.values.get(`${kind}name`) ?? '';
    if (name.toUpperCase() === 'DEFAULT') {
      for (const [key, value] of record.values) defaults[kind].set(key, value);
      continue;
    }
    const whole = { ...record, values: new Map([...defaults[kind], ...record.values]) };
    const names = kind === 'node' ? hostsOf(name) : { names: listOf(name) };
    if (!names || names.names.length === 0) {
      listing.problems.push(problemOf('scheduler', name, where, line, told, `no name of a ${kind}`));
    } else if (kind === 'node') {
      for (const one of names.names) {
        // A state that stands in the file is one that an administrator wrote: DOWN, DRAIN, FUTURE.
        const state = stateOf(whole.values.get('state') ?? '');
        listing.node(one, { ...nodeOf(whole), ...(state && state.base !== 'unknown' ? { state } : {}) });
        all.add(one);
      }
    } else {
      const nodes = whole.values.get('nodes') ?? '';
      const hosts = /^ALL$/i.test(nodes) ? { names: [...all] } : hostsOf(isNothing(nodes) ? '' : nodes);
      for (const one of names.names) {
        listing.partition(one, { ...partitionOf(whole), nodes: hosts?.names ?? [] });
        for (const node of hosts?.names ?? []) if (all.has(node)) listing.node(node, { partitions: [one] });
      }
    }
  }
  settingsTo(listing, settings);
}

/** Lines without comments, with those that a backslash goes on in the next. */
function logicalLines(text: string): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | null = null;
  for (const [at, raw] of text.split('\n').entries()) {
    const bare = raw.replace(/(^|[^\\])#.*$/, '$1').trimEnd();
    const goesOn = bare.endsWith('\\');
    const part = (goesOn ? bare.slice(0, -1) : bare).trim();
    open = open ? { line: open.line, text: `${open.text} ${part}` } : { line: at + 1, text: part };
    if (goesOn) continue;
    if (open.text.trim() !== '') found.push({ line: open.line, text: open.text.trim() });
    open = null;
  }
  if (open && open.text.trim() !== '') found.push(open);
  return found;
}
