import type { Facts, Problem } from '../facet.ts';
import { gpusOf } from './gres.ts';
import type {
  Manager,
  NodeFacts,
  Partition,
  SchedulerCluster,
  SchedulerMoment,
  SchedulerNodes,
  SchedulerPartitions,
  SchedulerStates,
} from './schema.ts';
import { lastingOf, type State } from './states.ts';

/** What a text tells of something; what it does not tell is undefined. */
type Told<T> = { [Key in keyof T]?: T[Key] | undefined };

/** What is known of something: only what was told. */
type Known<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

export type ToldNode = Told<Omit<NodeFacts, 'gpus'> & { state: State; reason: string; by: string }>;
export type ToldPartition = Told<Omit<Partition, 'name'>>;
export type ToldCluster = Partial<Omit<SchedulerCluster, 'kind' | 'manager'>>;

/**
 * What one or several texts tell of a batch system. A node stands once per partition in some of them, and a
 * partition once per state of its nodes in others: everything is gathered by name.
 */
export class Listing {
  readonly nodes = new Map<string, Known<ToldNode>>();
  readonly partitions = new Map<string, Known<ToldPartition>>();
  readonly problems: Problem[] = [];
  cluster: ToldCluster = {};
  /** Whether a list of nodes, or of partitions, was read at all, be it empty. */
  sawNodes = false;
  sawPartitions = false;

  constructor(readonly manager: Manager) {}

  /** What is told first of a node stands; partitions add up. */
  node(name: string, told: ToldNode): void {
    this.sawNodes = true;
    const known = this.nodes.get(name) ?? {};
    const partitions = [...new Set([...(known.partitions ?? []), ...(told.partitions ?? [])])];
    this.nodes.set(name, { ...defined(told), ...known, ...(partitions.length > 0 ? { partitions } : {}) });
  }

  partition(name: string, told: ToldPartition): void {
    this.sawPartitions = true;
    const known = this.partitions.get(name) ?? {};
    const nodes = [...new Set([...(known.nodes ?? []), ...(told.nodes ?? [])])];
    this.partitions.set(name, { ...defined(told), ...known, ...(nodes.length > 0 ? { nodes } : {}) });
  }

  clusterFacts(): SchedulerCluster {
    return {
      kind: 'scheduler.cluster',
      manager: this.manager,
      product: '',
      version: '',
      name: '',
      selectType: '',
      selectParameters: '',
      mpiDefault: '',
      processTracking: '',
      taskPlugins: [],
      gresTypes: [],
      accounting: '',
      accountingEnforce: '',
      priority: '',
      preempt: '',
      topology: '',
      nodeCount: null,
      cpuCount: null,
      ...this.cluster,
    };
  }

  /** The documents by the name of their item; the moment only for saved texts. */
  documents(withMoment: boolean): { path: string; facts: Facts }[] {
    const found: { path: string; facts: Facts }[] = [];
    if (this.sawPartitions) found.push({ path: 'partitions', facts: partitionsOf(this.partitions) });
    if (this.sawNodes) found.push({ path: 'nodes', facts: nodesOf(this.nodes) });
    const stated = [...this.nodes].filter(([, told]) => told.state !== undefined);
    if (this.sawNodes && (stated.length > 0 || this.nodes.size === 0))
      found.push({ path: 'states', facts: statesOf(stated) });
    if (withMoment && stated.length > 0) found.push({ path: 'moment', facts: momentOf(stated) });
    return found;
  }
}

function defined<T extends object>(told: T): Known<T> {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Known<T>;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** cn2 before cn10: numbers inside names count as numbers. */
const order = new Intl.Collator('en', { numeric: true });
const byName = (a: string, b: string) => order.compare(a, b) || byText(a, b);

function partitionsOf(partitions: Map<string, Known<ToldPartition>>): SchedulerPartitions {
  const rows = [...partitions].map(([name, told]): Partition => {
    const nodes = [...(told.nodes ?? [])].sort(byName);
    return {
      default: null,
      state: '',
      timeLimit: '',
      defaultTime: '',
      cpus: null,
      maxNodes: null,
      minNodes: null,
      hidden: null,
      oversubscribe: '',
      priority: null,
      preempt: '',
      qos: '',
      allowGroups: [],
      allowAccounts: [],
      denyAccounts: [],
      allowQos: [],
      gres: [],
      ...told,
      name,
      nodes,
      nodeCount: told.nodeCount ?? (told.nodes ? nodes.length : null),
    };
  });
  return { kind: 'scheduler.partitions', partitions: rows.sort((a, b) => byName(a.name, b.name)) };
}

function factsOf(told: Known<ToldNode>): NodeFacts {
  const { state: _, reason: __, by: ___, ...rest } = told;
  return {
    cpus: null,
    sockets: null,
    cores: null,
    threads: null,
    memory: null,
    disk: null,
    features: [],
    activeFeatures: [],
    weight: null,
    arch: '',
    os: '',
    version: '',
    ...rest,
    gres: told.gres ?? [],
    gpus: told.gres ? gpusOf(told.gres) : null,
    partitions: [...(told.partitions ?? [])].sort(byName),
  };
}

function nodesOf(nodes: Map<string, Known<ToldNode>>): SchedulerNodes {
  const groups = new Map<string, { nodes: string[]; facts: NodeFacts }>();
  for (const [name, told] of nodes) {
    const facts = factsOf(told);
    const key = JSON.stringify(Object.entries(facts).sort(([a], [b]) => byText(a, b)));
    const group = groups.get(key) ?? { nodes: [], facts };
    groups.set(key, group);
    group.nodes.push(name);
  }
  const rows = [...groups.values()].map(({ nodes: names, facts }) => ({
    nodes: names.sort(byName),
    ...facts,
  }));
  rows.sort((a, b) => byName(a.nodes[0] ?? '', b.nodes[0] ?? ''));
  return { kind: 'scheduler.nodes', groups: rows };
}

function statesOf(stated: [string, Known<ToldNode>][]): SchedulerStates {
  const rows = new Map<string, SchedulerStates['states'][number]>();
  for (const [name, { state, reason = '', by = '' }] of stated) {
    if (!state) continue;
    const is = lastingOf(state);
    const key = JSON.stringify([is, reason, by]);
    const row = rows.get(key) ?? { state: is, reason, by, nodes: [] };
    rows.set(key, row);
    row.nodes.push(name);
  }
  const states = [...rows.values()];
  for (const row of states) row.nodes.sort(byName);
  states.sort((a, b) => byName(a.nodes[0] ?? '', b.nodes[0] ?? ''));
  return { kind: 'scheduler.states', states };
}

function momentOf(stated: [string, Known<ToldNode>][]): SchedulerMoment {
  const nodes = stated
    .map(([name, { state }]) => ({ name, state: state?.base ?? '', flags: state?.flags ?? [] }))
    .sort((a, b) => byName(a.name, b.name));
  return { kind: 'scheduler.moment', nodes };
}
