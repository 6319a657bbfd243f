import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import { DEFAULT_OPERATIONS, defaultLimits, NodeSettings } from '../inventory/settings.ts';
import { limitsOf, type Surroundings, surroundings, targetOf } from '../inventory/targets.ts';
import type { Queryable } from '../store/database.ts';
import { wantedContents } from '../store/imageContents.ts';
import { wantedDigests } from '../store/imageDigests.ts';
import { wantedLoads } from '../store/moduleLoads.ts';
import { withJobs } from './jobTargets.ts';
import { notExpectedOf } from './notExpected.ts';
import type { Limits, Target } from './transports/transport.ts';
import type { VisitTarget } from './visitNode.ts';

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
  known: { facet: number; path: string }[];
}

/** The nodes in service below `site`, `site/cluster` or `site/cluster/node` ('' for all), by cluster. */
export async function targetsBelow(
  db: Queryable,
  scope: string,
  dataFolder: string,
  facetName: (facet: number) => string | undefined,
): Promise<ClusterTargets[]> {
  const [site = '', cluster = '', node = ''] = scope.split('/');
  const found = await db.query<NodeRow>(
    `select node.id, node.cluster_id as "clusterId", site.name || '/' || cluster.name as cluster, node.name,
       node.settings, node.transport, node.discovered, coalesce(known.roots, '[]') as known
     from node
     join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
     join site on site.id = cluster.site_id and site.retired_at is null
     left join lateral (
       select jsonb_agg(distinct jsonb_build_object('facet', root.facet, 'path', root.path)) as roots
       from node_root join root on root.id = node_root.root_id
       where node_root.node_id = node.id and node_root.until is null
     ) as known on true
     where node.retired_at is null and node.transport <> 'push' and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
       and ($3 = '' or node.name = $3)
     order by site.name, cluster.name, node.name`,
    [site, cluster, node],
  );
  const around = surroundings(dataFolder);
  const clusters = new Map<number, ClusterTargets>();
  for (const row of found.rows) {
    const one = clusters.get(row.clusterId) ?? { id: row.clusterId, name: row.cluster, nodes: [] };
    clusters.set(row.clusterId, one);
    const known = row.known.flatMap(({ facet, path }) => {
      const name = facetName(facet);
      return name === undefined ? [] : [{ facet: name, path }];
    });
    const target = visitTarget(row, `${row.cluster}/${row.name}`, around, known);
    one.nodes.push({ ...target, ...notExpectedOf(row.discovered) });
  }
  await withJobs(db, [...clusters.values()], around);
  const nodes = [...clusters.values()].flatMap((one) => one.nodes);
  const off = (what: 'digests' | 'contents') =>
    new Set(found.rows.filter(({ settings }) => isOff(settings, what)).map((row) => row.id));
  const visited = nodes.filter((one) => !one.notExpected);
  const allowed = (refused: Set<number>) => visited.map((one) => one.nodeId).filter((id) => !refused.has(id));
  const wanted = await wantedDigests(db, allowed(off('digests')));
  const inside = await wantedContents(db, allowed(off('contents')));
  const loadTests = found.rows.filter(({ settings }) => settingOf(settings, 'loadTests') === true);
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
  return [...clusters.values()];
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
  const settings = parsed.data;
  const { roots, owners, homes, limits } = settings;
  return {
    nodeId,
    clusterId,
    target: targetOf(name, settings, around),
    agent: {
      known,
      roots,
      owners,
      homes,
      limit: Math.ceil(limits.facetSeconds),
      facets: facetsOf(settings),
      stamps: settings.stamps ?? [],
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
