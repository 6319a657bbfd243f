import { isLicensed } from '../../facets/conda/origin.ts';
import type { FleetCondaRow } from '../../routes/schemas/fleetConda.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { nodesNamed } from '../nodesNamed.ts';
import { timeOf, timeOrNull } from '../rows.ts';
import { type PageAsked, pageOfList, type SqlList } from '../sqlList.ts';

export interface FleetCondaFilter extends PageAsked {
  site: string;
  cluster: string;
  /** A node set: only what some of these see; '' any. */
  nodes?: string;
  q: string;
  owner: string;
  channel: string;
  /** Whether packages are from Anaconda's own channels; untold: of some the channel is not told, and no other is. */
  only: '' | 'defaults' | 'untold' | 'without';
}

/** What a filter calls that which has no name, since '' narrows nothing. */
export const UNNAMED = 'not-known';

/** Place by place. */
export const environmentList = {
  statement: 'fleet-conda',
  columns: {
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    place: { by: 'place', type: 'text' },
    owner: { by: 'owner', type: 'text' },
    python: { by: 'python', type: 'text' },
    packages: { by: 'packages', type: 'int' },
    pip: { by: 'pip', type: 'int' },
    defaults: { by: 'defaults', type: 'text' },
    nodes: { by: 'nodes', type: 'int' },
    since: { by: 'since', type: 'timestamptz' },
  },
  order: [
    { by: 'site', type: 'text' },
    { by: 'cluster', type: 'text' },
    { by: 'place', type: 'text' },
    { by: 'item', type: 'int' },
  ],
} satisfies SqlList;

interface EnvironmentRecord extends Record<string, unknown> {
  item: number;
  site: string;
  cluster: string;
  place: string;
  owner: string;
  python: string;
  packages: number;
  pip: number;
  channels: string[];
  defaults: FleetCondaRow['defaults'];
  node: string;
  nodes: number;
  since: Date;
}

/** Conda environments that are there now. */
export async function listFleetConda(db: Queryable, filter: FleetCondaFilter) {
  const { site, cluster, nodes = '', q, owner, channel, only } = filter;
  const licensed = await licensedChannels(db);
  const page = await pageOfList<EnvironmentRecord>(
    db,
    environmentList,
    [site, cluster, q, named(owner), named(channel), licensed, only, nodesNamed(nodes)],
    filter,
  );
  const places = await placesOf(
    db,
    page.items.map(({ item }) => item),
  );
  return { ...page, items: page.items.map((row) => environmentOf(row, places.get(row.item))) };
}

function environmentOf(row: EnvironmentRecord, held: Held | undefined): FleetCondaRow {
  const { site, cluster, place, owner, python, packages, pip, channels, defaults, node, nodes } = row;
  return {
    ...{ site, cluster, place, owner, python, packages, pip, channels, defaults, node, nodes },
    since: timeOf(row.since),
    document: held?.document ?? '',
    confirmedAt: timeOrNull(held?.confirmed ?? null),
  };
}

const named = (text: string) => (text === '' ? null : text === UNNAMED ? '' : text);

type Held = { item: number; document: string; confirmed: Date | null };

async function placesOf(db: Queryable, items: number[]) {
  const found = await db.query<Held>(sql('find-places'), [items]);
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
