import { isLicensed } from '../../facets/conda/origin.ts';
import { keyOfCursor, pageOfRows } from '../../routes/cursor.ts';
import type {
  FleetCondaChannelRow,
  FleetCondaClusterRow,
  FleetCondaOwnerRow,
  FleetCondaRow,
} from '../../routes/schemas/fleetConda.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { nodesNamed } from '../nodesNamed.ts';
import { timeOf, timeOrNull } from '../rows.ts';

export interface CondaPlaces {
  site: string;
  cluster: string;
  /** A node set: only what some of these see; '' any. */
  nodes?: string;
}

export interface FleetCondaFilter extends CondaPlaces {
  q: string;
  owner: string;
  channel: string;
  /** Whether packages are from Anaconda's own channels; untold: of some the channel is not told, and no other is. */
  only: '' | 'defaults' | 'untold' | 'without';
  limit: number;
  after: string;
}

/** What a filter calls that which has no name, since '' narrows nothing. */
export const UNNAMED = 'not-known';

interface Row extends Omit<FleetCondaRow, 'defaults' | 'since' | 'document' | 'confirmedAt'> {
  item: number;
  since: Date;
  total: number;
}

/** Conda environments that are there now, place by place. */
export async function listFleetConda(db: Queryable, filter: FleetCondaFilter) {
  const after = keyOfCursor(filter.after, ['text', 'text', 'text', 'integer']) ?? [null, null, null, null];
  const { rows } = await db.query<Row & Record<string, unknown>>(sql('fleet-conda'), [
    filter.site,
    filter.cluster,
    filter.q,
    named(filter.owner),
    named(filter.channel),
    await licensedChannels(db),
    filter.only,
    ...after,
    filter.limit + 1,
    nodesNamed(filter.nodes ?? ''),
  ]);
  const places = await placesOf(
    db,
    rows.map(({ item }) => item),
  );
  return pageOfRows(
    rows,
    filter.limit,
    rows[0]?.total ?? 0,
    (row): FleetCondaRow => ({
      site: row.site,
      cluster: row.cluster,
      place: row.place,
      owner: row.owner,
      python: row.python,
      packages: row.packages,
      pip: row.pip,
      channels: row.channels,
      defaults: row.channels.some(isLicensed) ? 'yes' : row.channels.includes('') ? 'unknown' : 'no',
      node: row.node,
      nodes: row.nodes,
      since: timeOf(row.since),
      document: places.get(row.item)?.document ?? '',
      confirmedAt: timeOrNull(places.get(row.item)?.confirmed ?? null),
    }),
    (row) => [row.site, row.cluster, row.place, row.item],
  );
}

const named = (text: string) => (text === '' ? null : text === UNNAMED ? '' : text);

async function placesOf(db: Queryable, items: number[]) {
  const found = await db.query<{ item: number; document: string; confirmed: Date | null }>(
    sql('find-places'),
    [items],
  );
  return new Map(found.rows.map((row) => [row.item, row]));
}

/** How many rows the list of environments with packages from Anaconda's own channels has; who owns them costs too much to look up for that. */
export async function countLicensed(db: Queryable): Promise<number> {
  const found = await db.query<{ count: number }>(sql('fleet-conda-count'), [await licensedChannels(db)]);
  return found.rows[0]?.count ?? 0;
}

/** Those channels of Anaconda's own that any environment has; which ones are its own is told in one place. */
export async function licensedChannels(db: Queryable): Promise<string[]> {
  const found = await db.query<{ channel: string }>(
    'select distinct unnest(channels) as channel from environment_summary',
  );
  return found.rows.map(({ channel }) => channel).filter(isLicensed);
}

export async function listCondaChannels(db: Queryable, places: CondaPlaces): Promise<FleetCondaChannelRow[]> {
  const found = await db.query<Omit<FleetCondaChannelRow, 'defaults'> & Record<string, unknown>>(
    sql('fleet-conda-channels'),
    [places.site, places.cluster, nodesNamed(places.nodes ?? '')],
  );
  return found.rows.map(({ site, cluster, channel, environments, packages }) => ({
    site,
    cluster,
    channel,
    defaults: isLicensed(channel),
    environments,
    packages,
  }));
}

interface OwnerRow extends Omit<FleetCondaOwnerRow, 'defaults' | 'oldest'> {
  licensed: number;
  oldest: Date;
}

export async function listCondaOwners(db: Queryable, places: CondaPlaces): Promise<FleetCondaOwnerRow[]> {
  const found = await db.query<OwnerRow & Record<string, unknown>>(sql('fleet-conda-owners'), [
    places.site,
    places.cluster,
    await licensedChannels(db),
    nodesNamed(places.nodes ?? ''),
  ]);
  return found.rows.map(({ owner, environments, clusters, packages, licensed, oldest }) => ({
    owner,
    environments,
    clusters,
    packages,
    defaults: licensed,
    oldest: timeOf(oldest),
  }));
}

interface ClusterRow extends Omit<FleetCondaClusterRow, 'defaults' | 'oldest'> {
  licensed: number;
  oldest: Date;
}

export async function listCondaClusters(db: Queryable, places: CondaPlaces): Promise<FleetCondaClusterRow[]> {
  const found = await db.query<ClusterRow & Record<string, unknown>>(sql('fleet-conda-clusters'), [
    places.site,
    places.cluster,
    await licensedChannels(db),
    nodesNamed(places.nodes ?? ''),
  ]);
  return found.rows.map(({ licensed, oldest, ...row }) => ({
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
  }));
}
