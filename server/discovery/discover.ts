import { DEFAULT_SUSPECT_SHARE } from '../collect/sweep.ts';
import { targetsBelow } from '../collect/targets.ts';
import type { VisitTarget } from '../collect/visitNode.ts';
import { collectionOf } from '../inventory/collection.ts';
import { Discovery, type Source, sourceKey } from '../inventory/discovery.ts';
import { windowAt } from '../inventory/windows.ts';
import { inCluster } from '../store/clusterLock.ts';
import type { Database, Queryable } from '../store/database.ts';
import { refreshRollup } from '../store/rollup.ts';
import { Asker, type Told } from './ask.ts';
import { type Decision, decide, type KnownNode } from './decide.ts';
import { keepSources, storedSources } from './sourcesState.ts';
import type { HeldBack } from './vanished.ts';

/** What a refresh of one cluster's nodes came to. */
export interface Refreshed {
  /** `site/cluster` */
  cluster: string;
  added: string[];
  changed: string[];
  retired: string[];
  /** Nodes that a source names no more and that stay: so many at once are not believed. */
  held: HeldBack[];
  unchanged: number;
  /** What could not be found out; the nodes it speaks of stay as they are. */
  problems: string[];
  hint: string;
}

interface ClusterRow {
  id: number;
  site: string;
  cluster: string;
  discovery: unknown;
  settings: unknown;
  timezone: string;
  paused: boolean;
}

export interface DiscoverOptions {
  dataFolder: string;
  signal: AbortSignal;
  /** An operator says that nodes which their source names no more are gone, however many. */
  accept?: boolean;
  /** Clusters that are paused or in a maintenance window are passed over: a source may be one of their nodes. */
  leaveAlone?: boolean;
}

/** Asks the sources of every cluster below `site` or `site/cluster` ('' for all) and makes its nodes those. */
export async function discoverBelow(
  db: Database,
  scope: string,
  options: DiscoverOptions,
): Promise<Refreshed[]> {
  const [site = '', cluster = ''] = scope.split('/');
  const found = await db.query<ClusterRow>(
    `select cluster.id, site.name as site, cluster.name as cluster, cluster.settings -> 'discovery' as discovery,
       cluster.settings, site.timezone, cluster.paused_at is not null as paused
     from cluster join site on site.id = cluster.site_id
     where cluster.retired_at is null and site.retired_at is null and cluster.settings ? 'discovery'
       and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
     order by site.name, cluster.name`,
    [site, cluster],
  );
  const refreshed: Refreshed[] = [];
  for (const row of found.rows) {
    if (options.signal.aborted) break;
    if (options.leaveAlone && isLeftAlone(row)) continue;
    refreshed.push(await discoverCluster(db, row, options));
  }
  return refreshed;
}

function isLeftAlone({ paused, settings, timezone }: ClusterRow): boolean {
  return paused || windowAt(collectionOf(settings).maintenance, timezone, new Date()) !== undefined;
}

async function discoverCluster(
  db: Database,
  row: ClusterRow,
  { dataFolder, signal, accept = false }: DiscoverOptions,
): Promise<Refreshed> {
  const name = `${row.site}/${row.cluster}`;
  const parsed = Discovery.safeParse(row.discovery);
  if (!parsed.success) {
    const problems = ['the stored settings of its discovery are not those of this version'];
    const hint = 'Run: gazetteer apply sites.yaml';
    const held = await inCluster(db, row.id, async (tx) => {
      const before = await storedSources(tx, row.id);
      await keepSources(tx, row.id, before, { problems, hint, held: before.held }, new Date());
      return before.held;
    });
    return { ...nothing(name), problems, hint, held };
  }
  const discovery = parsed.data;
  const told = await askAll(discovery, await through(db, name, discovery, dataFolder), signal);
  if (signal.aborted) return nothing(name);
  const hint = told.find((one) => one.hint !== '')?.hint ?? '';
  const decision = await inCluster(db, row.id, async (tx) => {
    const now = new Date();
    const before = await storedSources(tx, row.id);
    const judgement = { held: before.held, accept, now, share: DEFAULT_SUSPECT_SHARE };
    const decision = decide(row, discovery, await knownNodes(tx, row.id), told, judgement);
    await write(tx, row.id, decision);
    const problems = [...told.flatMap((one) => one.problems), ...decision.problems];
    await keepSources(tx, row.id, before, { problems, hint, held: decision.held }, now);
    return { ...decision, problems };
  });
  // Nodes that left or came back change what find may say of their cluster.
  if (decision.cameBack || decision.retire.length > 0) await refreshRollup(db, row.id, null);
  const of = (effect: 'added' | 'changed') =>
    decision.write.filter((node) => node.effect === effect).map((node) => node.name);
  return {
    cluster: name,
    added: of('added'),
    changed: of('changed'),
    retired: decision.retire.map((node) => node.name),
    held: decision.held,
    unchanged: decision.unchanged,
    problems: decision.problems,
    hint,
  };
}

function nothing(cluster: string): Refreshed {
  return { cluster, added: [], changed: [], retired: [], held: [], unchanged: 0, problems: [], hint: '' };
}

async function askAll(discovery: Discovery, nodes: Map<string, VisitTarget>, signal: AbortSignal) {
  const asker = new Asker(nodes, signal);
  const sources = new Map(discovery.groups.map(({ source }) => [sourceKey(source), source]));
  const told: Told[] = [];
  if (discovery.states !== '' && ![...sources.values()].some(asks(discovery.states))) {
    const source = { kind: 'slurm' as const, of: discovery.states, groups: [], exclude: [] };
    // It says how nodes are, and adds none.
    told.push({ ...(await asker.ask(source)), key: '', nodes: new Map() });
  }
  for (const source of sources.values()) told.push(await asker.ask(source));
  return told;
}

function asks(node: string) {
  return ({ kind, of }: Source) => kind === 'slurm' && of === node;
}

/** The nodes that are asked for their batch system. */
async function through(db: Database, cluster: string, { groups, states }: Discovery, dataFolder: string) {
  const nodes = new Map<string, VisitTarget>();
  const asked = groups.filter(({ source }) => source.kind === 'slurm').map(({ source }) => source.of);
  for (const name of new Set(states === '' ? asked : [...asked, states])) {
    const [found] = await targetsBelow(db, `${cluster}/${name}`, dataFolder);
    const [node] = found?.nodes ?? [];
    if (node) nodes.set(name, node);
  }
  return nodes;
}

async function knownNodes(tx: Queryable, clusterId: number): Promise<KnownNode[]> {
  const found = await tx.query<KnownNode>(
    `select id, name, role, settings, discovered, retired_at is not null as retired
     from node where cluster_id = $1 order by id`,
    [clusterId],
  );
  return found.rows;
}

async function write(tx: Queryable, clusterId: number, { write, retire }: Decision): Promise<void> {
  if (write.length > 0) {
    await tx.query(
      `insert into node (cluster_id, name, role, transport, address, settings, discovered)
       select $1, name, role, transport, address, settings::jsonb, discovered::jsonb
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         as new (name, role, transport, address, settings, discovered)
       on conflict (cluster_id, name) do update set role = excluded.role, transport = excluded.transport,
         address = excluded.address, settings = excluded.settings, discovered = excluded.discovered, retired_at = null`,
      [
        clusterId,
        write.map((node) => node.name),
        write.map((node) => node.role),
        write.map((node) => node.settings.transport ?? ''),
        write.map((node) => node.settings.address ?? ''),
        write.map((node) => JSON.stringify(node.settings)),
        write.map((node) => (node.discovered === null ? null : JSON.stringify(node.discovered))),
      ],
    );
  }
  if (retire.length > 0)
    await tx.query('update node set retired_at = now() where id = any($1)', [retire.map(({ id }) => id)]);
}
