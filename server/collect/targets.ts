import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import { type Collection, collectionOf } from '../inventory/collection.ts';
import { DEFAULT_OPERATIONS, defaultLimits, NodeSettings } from '../inventory/settings.ts';
import { limitsOf, type Surroundings, surroundings, targetOf } from '../inventory/targets.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { wantedContents } from '../store/imageContents.ts';
import { wantedDigests } from '../store/imageDigests.ts';
import { wantedLoads } from '../store/moduleLoads.ts';
import { withJobs, withStarters } from './jobTargets.ts';
import { notExpectedOf } from './notExpected.ts';
import type { Limits, Target } from './transports/transport.ts';
import { closedAt, type VisitTarget } from './visitNode.ts';

export const DEFAULT_LIMITS: Limits = defaultLimits;

/** The machine this process runs on. */
export function localTarget(name: string): Target {
  return {
    name,
    transport: 'local',
    address: 'localhost',
    port: 0,
    user: '',
    identityFiles: [],
    agentSocket: '',
    knownHosts: [],
    root: '',
  };
}

/** A cluster's nodes as a sweep visits them. */
export interface ClusterTargets {
  id: number;
  name: string;
  collection: Collection;
  timezone: string;
  /** Why nobody is to sweep it now; null where one may. */
  paused: { at: Date; why: string } | null;
  nodes: VisitTarget[];
}

interface NodeRow {
  id: number;
  clusterId: number;
  cluster: string;
  name: string;
  settings: unknown;
  transport: string;
  discovered: unknown;
  collect: unknown;
  timezone: string;
  pausedAt: Date | null;
  pausedWhy: string;
  known: { facet: number; path: string }[];
}

/** The nodes in service below `site`, `site/cluster` or `site/cluster/node` ('' for all), by cluster. */
export async function targetsBelow(
  db: Queryable,
  scope: string,
  dataFolder: string,
): Promise<ClusterTargets[]> {
  const around = surroundings(dataFolder);
  const { clusters, rows } = await nodesBelow(db, scope, around, null);
  await withJobs(db, clusters, around);
  const nodes = clusters.flatMap((one) => one.nodes);
  await addErrands(db, nodes, rows);
  return clusters;
}

/** Some nodes as they are to be visited now, without the errands that one node of a sweep does for others. */
export async function targetsOf(
  db: Queryable,
  clusterId: number,
  nodeIds: number[],
  dataFolder: string,
): Promise<VisitTarget[]> {
  const around = surroundings(dataFolder);
  const { clusters } = await nodesBelow(db, '', around, nodeIds);
  const mine = clusters.filter((one) => one.id === clusterId);
  await withStarters(db, mine, around);
  return mine.flatMap((one) => one.nodes);
}

async function nodesBelow(
  db: Queryable,
  scope: string,
  around: Surroundings,
  nodeIds: number[] | null,
): Promise<{ clusters: ClusterTargets[]; rows: NodeRow[] }> {
  const [site = '', cluster = '', node = ''] = scope.split('/');
  const found = await db.query<NodeRow>(sql('targets'), [site, cluster, node, nodeIds]);
  const clusters = new Map<number, ClusterTargets>();
  const now = new Date();
  for (const row of found.rows) {
    const one = clusters.get(row.clusterId) ?? clusterOf(row);
    clusters.set(row.clusterId, one);
    const known = row.known.flatMap(({ facet, path }) => {
      const name = facetNames[facet];
      return name === undefined ? [] : [{ facet: name, path }];
    });
    const target = visitTarget(row, `${row.cluster}/${row.name}`, around, known);
    const maintenance = { windows: one.collection.maintenance, timezone: one.timezone };
    const closed = closedAt(maintenance, now);
    one.nodes.push({
      ...target,
      ...notExpectedOf(row.discovered),
      ...(closed === undefined ? {} : { notExpected: closed }),
      ...(maintenance.windows.length === 0 ? {} : { maintenance }),
    });
  }
  return { clusters: [...clusters.values()], rows: found.rows };
}

function clusterOf(row: NodeRow): ClusterTargets {
  const paused = row.pausedAt === null ? null : { at: row.pausedAt, why: row.pausedWhy };
  const { clusterId: id, cluster: name, timezone } = row;
  return { id, name, collection: collectionOf(row.collect), timezone, paused, nodes: [] };
}

/** What one of the nodes that could is asked to do besides: digests, contents of images, tests of modules. */
async function addErrands(db: Queryable, nodes: VisitTarget[], rows: NodeRow[]): Promise<void> {
  const off = (what: 'digests' | 'contents') =>
    new Set(rows.filter(({ settings }) => isOff(settings, what)).map((row) => row.id));
  const visited = nodes.filter((one) => !one.notExpected);
  const allowed = (refused: Set<number>) => visited.map((one) => one.nodeId).filter((id) => !refused.has(id));
  const wanted = await wantedDigests(db, allowed(off('digests')));
  const inside = await wantedContents(db, allowed(off('contents')));
  const loadTests = rows.filter(({ settings }) => settingOf(settings, 'loadTests') === true);
  const tests = await wantedLoads(
    db,
    loadTests.map((row) => row.id),
  );
  for (const one of nodes) {
    const digests = wanted.get(one.nodeId);
    if (digests) one.agent = { ...one.agent, digests };
    const contents = inside.get(one.nodeId);
    if (contents) one.agent = { ...one.agent, contents };
    const loads = tests.get(one.nodeId);
    if (loads) one.agent = { ...one.agent, loads };
  }
}

function visitTarget(
  row: NodeRow,
  name: string,
  around: Surroundings,
  known: { facet: string; path: string }[],
): VisitTarget {
  const { id: nodeId, clusterId } = row;
  // This machine is in no sites file.
  if (row.transport === 'local' && isEmpty(row.settings)) {
    return { nodeId, clusterId, target: localTarget(name), agent: { known }, limits: DEFAULT_LIMITS };
  }
  const parsed = NodeSettings.safeParse(row.settings);
  if (!parsed.success) {
    throw new GazetteerError(
      'old-settings',
      `the stored settings of ${name} are not those of this version`,
      'Run: gazetteer apply sites.yaml',
    );
  }
  return visitTargetOf({ nodeId, clusterId }, name, parsed.data, around, known);
}

/** A node as its settings say that it is visited; `name` is site/cluster/node. */
export function visitTargetOf(
  ids: Pick<VisitTarget, 'nodeId' | 'clusterId'>,
  name: string,
  settings: NodeSettings,
  around: Surroundings,
  known: { facet: string; path: string }[],
): VisitTarget {
  const { roots, owners, homes, limits } = settings;
  return {
    ...ids,
    target: targetOf(name, settings, around),
    agent: {
      known,
      roots,
      owners,
      homes,
      limit: Math.ceil(limits.facetSeconds),
      facets: facetsOf(settings),
      stamps: settings.stamps ?? [],
      shared: settings.shared ?? [],
      ...(settings.busy === undefined ? {} : { busy: settings.busy }),
      operations: limits.operations ?? DEFAULT_OPERATIONS,
    },
    limits: limitsOf(settings),
    walkHours: settings.walkHours ?? 0,
  };
}

/**
 * The facets to ask a node for. The batch system is one of the cluster: of all its nodes only the declared one is
 * asked, so that the others neither fail at it nor lack it.
 */
export function facetsOf({ facets, scheduler }: Pick<NodeSettings, 'facets' | 'scheduler'>): string[] {
  const named = facets.length > 0 ? facets : facetNames;
  const others = named.filter((name) => name !== 'scheduler');
  if (scheduler) return [...others, 'scheduler'];
  // Who asks a node for its batch system and for nothing else has declared it.
  return others.length > 0 ? others : [...named];
}

/** An administrator wants no image file of this node read for that. */
function isOff(settings: unknown, what: 'digests' | 'contents'): boolean {
  return settingOf(settings, what) === false;
}

function settingOf(settings: unknown, what: 'digests' | 'contents' | 'loadTests'): unknown {
  return typeof settings === 'object' && settings !== null
    ? (settings as Record<string, unknown>)[what]
    : undefined;
}

function isEmpty(settings: unknown): boolean {
  return typeof settings === 'object' && settings !== null && Object.keys(settings).length === 0;
}
