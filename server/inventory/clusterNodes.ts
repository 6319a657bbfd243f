import { GazetteerError } from '../errors.ts';
import { addressBook, filled, parseAddress } from './addresses.ts';
import type { DiscoveredGroup, Discovery, Source } from './discovery.ts';
import { sourceOf } from './discoverySource.ts';
import type { InventoryNode } from './inventory.ts';
import { innermost, type Layer, mergedSettings } from './layers.ts';
import { expand, fold } from './nodeSet.ts';
import type { NodeSettings } from './settings.ts';
import type { ShapeProblem } from './shapeProblems.ts';
import type { Cluster, Group, Role, Settings } from './sitesSchema.ts';
import type { Path } from './yamlPlaces.ts';

export interface ClusterContext {
  file: string;
  site: string;
  cluster: string;
  /** The levels around the node groups: defaults, site, cluster. */
  layers: Layer[];
  path: Path;
  /** Collects what is wrong. */
  problem: (path: Path, at: ShapeProblem['at'], message: string, offset?: number) => void;
}

interface NamedGroup {
  /** Where the node set stands. */
  path: Path;
  names: string[];
  /** Set where the names are told elsewhere. */
  source: Source | undefined;
  role: Role | undefined;
  layer: Layer | undefined;
}

/** The nodes of a cluster in the order written, each with its settings, and the groups that are told elsewhere. */
export function nodesOf(
  cluster: Cluster,
  context: ClusterContext,
): { nodes: InventoryNode[]; discovery: Discovery | null } {
  const groups = groupsOf(cluster.nodes, context);
  const names = new Set(groups.flatMap(({ names }) => names));
  const discovers = groups.some(({ source }) => source !== undefined);
  // Any name may be told later.
  const all = discovers ? undefined : names;
  const owners = new Map<string, string>();
  const asked = schedulerNode(cluster, all, context);
  const discovered: DiscoveredGroup[] = [];
  const nodes = groups.flatMap((group) => {
    const layers = group.layer ? [...context.layers, group.layer] : context.layers;
    const shared = mergedSettings(layers, context.file);
    const settingsOf = addressing(layers, shared, all, context);
    if (group.source) {
      checkSource(group.source, group.path, names, context);
      // What is wrong with a pattern is told now.
      settingsOf('node1');
      const addresses = innermost(layers, ({ ssh }) => ssh?.addresses)?.value ?? null;
      discovered.push({ source: group.source, role: group.role ?? null, settings: shared, addresses });
      return [];
    }
    const nodes = group.names.map((name) => {
      const role = group.role ?? roleByName(name);
      const settings = settingsOf(name);
      return { name, role, settings: name === asked ? { ...settings, scheduler: true as const } : settings };
    });
    reportShared(nodes, owners, group, context);
    return nodes;
  });
  const settings = [...nodes, ...discovered].map((one) => one.settings);
  const states = starterOf(settings, nodes, context);
  const isTold = discovers || states !== '';
  return { nodes, discovery: isTold ? { groups: discovered, scheduler: asked ?? '', states } : null };
}

/** The node on which the jobs of a cluster are started; '' where there are none. */
function starterOf(
  settings: NodeSettings[],
  nodes: InventoryNode[],
  { path, problem }: ClusterContext,
): string {
  const jobs = settings.flatMap(({ job }) => (job ? [job] : []));
  for (const { via, start, folder } of jobs) {
    const starter = nodes.find(({ name }) => name === via);
    const isReached =
      starter &&
      ['ssh', 'openssh', 'local'].includes(starter.settings.transport) &&
      !starter.settings.installed;
    if (!isReached)
      problem(
        [...path, 'job', 'via'],
        'value',
        `expected in job.via a node of this cluster with the transport ssh or openssh, and without agent: installed, found "${via}"`,
      );
    if (start === 'sbatch' && folder === '')
      problem(
        [...path, 'job', 'folder'],
        'value',
        'sbatch needs job.folder, which login and compute nodes share',
      );
  }
  return jobs[0]?.via ?? '';
}

/** Slurm is asked through a node that can be reached before anything is discovered. */
function checkSource(source: Source, path: Path, names: Set<string>, { problem }: ClusterContext): void {
  if (source.kind !== 'slurm' || names.has(source.of)) return;
  problem([...path, 'slurm'], 'value', `expected a node that is named here, "${source.of}" is not`);
}

/** The node that is asked for the batch system, which has to be one of the cluster. */
function schedulerNode(
  { scheduler }: Cluster,
  all: ReadonlySet<string> | undefined,
  { path, problem }: ClusterContext,
) {
  if (scheduler === undefined) return undefined;
  const [name, place] =
    typeof scheduler === 'string' ? [scheduler, ['scheduler']] : [scheduler.node, ['scheduler', 'node']];
  if (all && !all.has(name)) problem([...path, ...place], 'value', `this cluster has no node "${name}"`);
  return name;
}

function groupsOf(nodes: Cluster['nodes'], context: ClusterContext): NamedGroup[] {
  const path = [...context.path, 'nodes'];
  const items: { item: string | Group; path: Path }[] =
    typeof nodes === 'string'
      ? [{ item: nodes, path }]
      : Array.isArray(nodes)
        ? nodes.map((item, index) => ({ item, path: [...path, index] }))
        : [{ item: nodes, path }];
  const seen = new Set<string>();
  return items.map(({ item, path }) => {
    if (typeof item === 'string') {
      const names = namesOf(item, path, seen, context);
      return { path, names, source: undefined, role: undefined, layer: undefined };
    }
    const { nodes: set, from, role, ...settings } = item;
    const layer = { path, settings };
    if ((set === undefined) === (from === undefined))
      context.problem(
        path,
        'value',
        'expected either nodes (a node set) or from (where their names are told)',
      );
    if (from !== undefined) {
      const at = [...path, 'from'];
      return { path: at, names: [], source: sourceOf(from, at, context), role, layer };
    }
    const at = [...path, 'nodes'];
    const names = set === undefined ? [] : namesOf(set, at, seen, context);
    return { path: at, names, source: undefined, role, layer };
  });
}

function namesOf(text: string, path: Path, seen: Set<string>, { problem }: ClusterContext): string[] {
  const set = expand(text);
  if (!set.ok) {
    problem(path, 'value', set.message, set.column - 1);
    return [];
  }
  const bad = set.names.find((name) => !isName(name));
  if (bad !== undefined) problem(path, 'value', `"${bad}" cannot be the name of a node`);
  const twice = new Set([...set.repeated, ...set.names.filter((name) => seen.has(name))]);
  if (twice.size > 0) problem(path, 'value', `${fold(twice)} stands twice in this cluster`);
  for (const name of set.names) seen.add(name);
  return set.names.filter((name) => !twice.has(name) || set.repeated.includes(name));
}

/** Names become parts of addresses on the web and of file names. */
export function isName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name);
}

/** Throws where a name cannot be that of a site, a cluster or a report. */
export function checkName(name: string): void {
  if (isName(name)) return;
  throw new GazetteerError(
    'bad-name',
    `"${name}" is no name`,
    'Letters, digits, dots, dashes and underscores',
  );
}

/** How the address of each node is found; wrong patterns are reported once. */
function addressing(
  layers: Layer[],
  shared: NodeSettings,
  nodes: ReadonlySet<string> | undefined,
  { site, cluster, problem, path }: ClusterContext,
): (name: string) => NodeSettings {
  const said = innermost(layers, ({ ssh }: Settings) => ssh?.addresses);
  // A map outside this cluster may speak of other clusters' nodes.
  const isOurs = said !== undefined && path.every((step, at) => said.layer.path[at] === step);
  const book = addressBook(
    said?.value,
    [...(said?.layer.path ?? []), 'ssh', 'addresses'],
    isOurs ? nodes : undefined,
  );
  for (const each of book.problems) problem(each.path, each.at, each.message);
  const rootPath = [...(innermost(layers, ({ root }) => root)?.layer.path ?? []), 'root'];

  return (name) => {
    const names = { n: name, c: cluster, s: site };
    const fill = (pattern: string, where: Path): string => {
      const result = filled(pattern, names);
      if ('text' in result) return result.text;
      problem(where, 'value', result.problem);
      return '';
    };
    const root = fill(shared.root, rootPath);
    if (shared.transport === 'local') return { ...shared, root, address: '', port: 0 };
    const found = book.patternOf(name) ?? { pattern: '%n', path };
    const text = fill(found.pattern, found.path);
    const address = parseAddress(text);
    if (!address && text !== '') {
      problem(
        found.path,
        'value',
        `expected an address such as 10.0.0.1, host:2222 or [fe80::1]:22, found "${text}"`,
      );
    }
    return { ...shared, root, address: address?.host ?? '', port: address?.port ?? shared.port };
  };
}

/** Two nodes that are one machine would be counted twice; the first such pair of a group is told. */
function reportShared(
  nodes: InventoryNode[],
  owners: Map<string, string>,
  group: NamedGroup,
  { problem }: ClusterContext,
): void {
  let told = false;
  for (const { name, settings } of nodes) {
    const { transport, address, port, root } = settings;
    if ((transport === 'ssh' || transport === 'openssh') && address === '') continue;
    const machine = transport === 'local' ? 'this machine' : `${address}:${port || 22}`;
    const key = `${machine.toLowerCase()} ${root}`;
    const owner = owners.get(key);
    if (owner !== undefined && !told) {
      problem(
        group.path,
        'value',
        `${owner} and ${name} are both ${machine}: write %n into the address, or into root`,
      );
      told = true;
    }
    owners.set(key, owner ?? name);
  }
}

/** A guess that saves writing; `role` says it for certain. */
export function roleByName(name: string): Role {
  if (/^(login|front|fe[0-9]|submit|gateway)/i.test(name)) return 'login';
  if (/^(gpu|dgx|hgx|[avhb][0-9]{2,3}-)/i.test(name)) return 'gpu';
  if (/^(mgmt|admin|service|head|master|storage|nas|nfs)/i.test(name)) return 'service';
  return 'compute';
}
