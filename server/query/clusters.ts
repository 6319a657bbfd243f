import { sourcesState } from '../discovery/sourcesState.ts';
import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import type { Cluster, ClusterDetail, ClusterScheduler, Site, Sweep } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf, tierOf } from '../store/providers.ts';
import { type CollectingRow, collectingOf } from './collecting.ts';
import { timeOrNull } from './rows.ts';
import { sweepsById } from './sweeps.ts';

interface ClusterRow extends CollectingRow {
  site: string;
  site_title: string;
  demonstration: boolean;
  id: number | null;
  name: string;
  title: string;
  roles: Record<string, number>;
  nodes: number;
  complete: number;
  partial: number;
  failed: number;
  not_expected: number;
  never: number;
  newest: Date | null;
  oldest: Date | null;
  last_sweep: number | null;
  tools: number;
  offerings: Record<string, number> | null;
  /** Tools by the number of the provider that travels best. */
  best: Record<string, number> | null;
  held: number;
  sources: unknown;
}

/** Every site in service with its clusters. */
export async function listSites(db: Queryable): Promise<Site[]> {
  const found = await db.query<ClusterRow>(sql('clusters'), ['', '']);
  const sweeps = await sweepsOf(db, found.rows);
  const sites = new Map<string, Site>();
  for (const row of found.rows) {
    let site = sites.get(row.site);
    if (!site) {
      site = {
        name: row.site,
        title: row.site_title,
        timezone: row.timezone,
        demonstration: row.demonstration,
        clusters: [],
      };
      sites.set(row.site, site);
    }
    if (row.id !== null) site.clusters.push(clusterOf(row, sweeps));
  }
  return [...sites.values()];
}

export async function clusterByName(db: Queryable, site: string, cluster: string): Promise<ClusterDetail> {
  const found = await db.query<ClusterRow>(sql('clusters'), [site, cluster]);
  const row = found.rows[0];
  if (!row) throw new GazetteerError('not-found', `there is no cluster ${site}/${cluster}`);
  return {
    ...clusterOf(row, await sweepsOf(db, [row])),
    collecting: collectingOf(row, new Date()),
    sources: row.sources === null ? null : sourcesState(row.sources),
    scheduler: await schedulerOf(db, row.id ?? 0),
  };
}

interface SchedulerRow {
  node: number;
  name: string;
  product: string;
  version: string;
  cluster: string;
  nodes: number | null;
  document: string;
  confirmed: Date | null;
  /** Hashes by kind. */
  parts: Record<string, string>;
}

async function schedulerOf(db: Queryable, clusterId: number): Promise<ClusterScheduler | null> {
  const facet = facetNames.indexOf('scheduler');
  const found = await db.query<SchedulerRow>(sql('cluster-scheduler'), [clusterId, facet]);
  const row = found.rows[0];
  if (!row) return null;
  const { product, version, nodes, node, document, parts } = row;
  return {
    product,
    version,
    name: row.cluster,
    nodes,
    node,
    nodeName: row.name,
    confirmedAt: timeOrNull(row.confirmed),
    document,
    partitions: parts['scheduler.partitions'] ?? null,
    nodeTable: parts['scheduler.nodes'] ?? null,
    states: parts['scheduler.states'] ?? null,
  };
}

const sweepsOf = (db: Queryable, rows: ClusterRow[]) =>
  sweepsById(
    db,
    rows.flatMap((row) => row.last_sweep ?? []),
  );

function clusterOf(row: ClusterRow, sweeps: Map<number, Sweep>): Cluster {
  return {
    site: row.site,
    name: row.name,
    title: row.title,
    nodes: row.nodes,
    roles: row.roles,
    latest: {
      complete: row.complete,
      partial: row.partial,
      failed: row.failed,
      notExpected: row.not_expected,
    },
    neverVisited: row.never,
    lastSweep: sweeps.get(row.last_sweep ?? 0) ?? null,
    newestVisitAt: timeOrNull(row.newest),
    oldestVisitAt: timeOrNull(row.oldest),
    tools: row.tools,
    offerings: Object.fromEntries(
      Object.entries(row.offerings ?? {}).map(([provider, number]) => [providerOf(Number(provider)), number]),
    ),
    tiers: tiersOf(row.best ?? {}),
    heldRoots: row.held,
  };
}

function tiersOf(best: Record<string, number>): Cluster['tiers'] {
  const tiers = { '1a': 0, '1b': 0, '2': 0, '3': 0, '4': 0 };
  for (const [provider, count] of Object.entries(best)) tiers[tierOf(providerOf(Number(provider)))] += count;
  return tiers;
}
