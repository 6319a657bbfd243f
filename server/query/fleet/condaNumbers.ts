import { isLicensed } from '../../facets/conda/origin.ts';
import type {
  FleetCondaChannelRow,
  FleetCondaClusterRow,
  FleetCondaOwnerRow,
} from '../../routes/schemas/fleetConda.ts';
import type { Queryable } from '../../store/database.ts';
import { nodesNamed } from '../nodesNamed.ts';
import { timeOf } from '../rows.ts';
import { type PageAsked, pageOfList, type SqlList } from '../sqlList.ts';
import { licensedChannels } from './conda.ts';

export interface CondaNumbersFilter extends PageAsked {
  site: string;
  cluster: string;
  /** A node set: only what some of these see; '' any. */
  nodes?: string;
}

const CLUSTER = [
  { by: 'site', type: 'text' },
  { by: 'cluster', type: 'text' },
] as const;

/** Cluster by cluster, the channel that most of its environments use first. */
export const channelList = {
  statement: 'fleet-conda-channels',
  columns: {
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    channel: { by: 'channel', type: 'text' },
    environments: { by: 'environments', type: 'int' },
    packages: { by: 'packages', type: 'int' },
  },
  order: [...CLUSTER, { by: 'environments', type: 'int', down: true }, { by: 'channel', type: 'text' }],
  whole: true,
} satisfies SqlList;

interface ChannelRecord extends Record<string, unknown> {
  site: string;
  cluster: string;
  channel: string;
  environments: number;
  packages: number;
}

export async function listCondaChannels(db: Queryable, filter: CondaNumbersFilter) {
  const { site, cluster, nodes = '' } = filter;
  const page = await pageOfList<ChannelRecord>(db, channelList, [site, cluster, nodesNamed(nodes)], filter);
  const items = page.items.map(
    (row): FleetCondaChannelRow => ({
      site: row.site,
      cluster: row.cluster,
      channel: row.channel,
      defaults: isLicensed(row.channel),
      environments: row.environments,
      packages: row.packages,
    }),
  );
  return { ...page, items };
}

/** Those with most first. */
export const ownerList = {
  statement: 'fleet-conda-owners',
  columns: {
    owner: { by: 'owner', type: 'text' },
    environments: { by: 'environments', type: 'int' },
    clusters: { by: 'clusters', type: 'int' },
    packages: { by: 'packages', type: 'int' },
    defaults: { by: 'licensed', type: 'int' },
    oldest: { by: 'oldest', type: 'timestamptz' },
  },
  order: [
    { by: 'environments', type: 'int', down: true },
    { by: 'owner', type: 'text' },
  ],
  whole: true,
} satisfies SqlList;

interface OwnerRecord extends Record<string, unknown> {
  owner: string;
  environments: number;
  clusters: number;
  packages: number;
  licensed: number;
  oldest: Date;
}

export async function listCondaOwners(db: Queryable, filter: CondaNumbersFilter) {
  const { site, cluster, nodes = '' } = filter;
  const page = await pageOfList<OwnerRecord>(
    db,
    ownerList,
    [site, cluster, await licensedChannels(db), nodesNamed(nodes)],
    filter,
  );
  const items = page.items.map(
    ({ owner, environments, clusters, packages, licensed, oldest }): FleetCondaOwnerRow => ({
      owner,
      environments,
      clusters,
      packages,
      defaults: licensed,
      oldest: timeOf(oldest),
    }),
  );
  return { ...page, items };
}

export const clusterList = {
  statement: 'fleet-conda-clusters',
  columns: {
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    environments: { by: 'environments', type: 'int' },
    different: { by: 'different', type: 'int' },
    defaults: { by: 'licensed', type: 'int' },
    untold: { by: 'untold', type: 'int' },
    owners: { by: 'owners', type: 'int' },
    median: { by: 'median', type: 'int' },
    largest: { by: 'largest', type: 'int' },
    oldest: { by: 'oldest', type: 'timestamptz' },
  },
  order: [...CLUSTER],
  whole: true,
} satisfies SqlList;

interface ClusterRecord extends Omit<FleetCondaClusterRow, 'defaults' | 'oldest'>, Record<string, unknown> {
  licensed: number;
  oldest: Date;
}

export async function listCondaClusters(db: Queryable, filter: CondaNumbersFilter) {
  const { site, cluster, nodes = '' } = filter;
  const page = await pageOfList<ClusterRecord>(
    db,
    clusterList,
    [site, cluster, await licensedChannels(db), nodesNamed(nodes)],
    filter,
  );
  const items = page.items.map(
    ({ licensed, oldest, ...row }): FleetCondaClusterRow => ({
      site: row.site,
      cluster: row.cluster,
      environments: row.environments,
      different: row.different,
      defaults: licensed,
      untold: row.untold,
      owners: row.owners,
      median: row.median,
      largest: row.largest,
      oldest: timeOf(oldest),
    }),
  );
  return { ...page, items };
}
