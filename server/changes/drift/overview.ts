import { UnknownScope } from '../../compare/scope.ts';
import { timeOrNull } from '../../query/rows.ts';
import { type PageAsked, pageOfList, type SqlList } from '../../query/sqlList.ts';
import type { ClusterDrift } from '../../routes/schemas/drift.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import type { DriftSettings } from './drift.ts';
import { refreshDrift } from './standing.ts';

export interface OverviewQuery extends PageAsked {
  /** '' for all sites. */
  site: string;
}

export interface DriftOverview {
  items: ClusterDrift[];
  total: number;
  next: string | null;
}

const count = (by: string) => ({ by, type: 'int' }) as const;
/** What is not known stands last. */
const time = (by: string) => ({ by: `coalesce(${by}, 'infinity')`, type: 'timestamptz' }) as const;

/** By name. */
export const driftList = {
  statement: 'drift-clusters',
  columns: {
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    nodes: count('nodes'),
    withoutPeers: count('without_peers'),
    outliers: count('outliers'),
    differences: count('differences'),
    drift: count('drift'),
    rolling: count('rolling'),
    rebootPending: count('reboot_pending'),
    waiting: count('waiting'),
    oldest: time('oldest'),
    newest: time('newest'),
    confirmedAt: time('confirmed_at'),
  },
  order: [
    { by: 'site', type: 'text' },
    { by: 'cluster', type: 'text' },
  ],
} satisfies SqlList;

interface Row extends Record<string, unknown> {
  site: string;
  cluster: string;
  nodes: number;
  without_peers: number;
  outliers: number;
  differences: number;
  drift: number;
  rolling: number;
  reboot_pending: number;
  waiting: number;
  oldest: Date | null;
  newest: Date | null;
  confirmed_at: Date | null;
}

/** A line for each cluster in service, as it is kept; of clusters whose nodes or visits are others since, it is worked out first. */
export async function driftOverview(
  db: Queryable,
  { site, ...asked }: OverviewQuery,
  settings: DriftSettings,
): Promise<DriftOverview> {
  await refreshDrift(db, settings, site);
  const { now, rollingDays } = settings;
  const page = await pageOfList<Row>(db, driftList, [site, now, rollingDays], asked);
  if (site !== '' && page.total === 0) await mustBe(db, site);
  return { ...page, items: page.items.map(lineOf) };
}

function lineOf(row: Row): ClusterDrift {
  const { site, cluster, nodes, outliers, differences, drift, rolling, waiting } = row;
  return {
    ...{ site, cluster, nodes, withoutPeers: row.without_peers, outliers, differences, drift, rolling },
    rebootPending: row.reboot_pending,
    waiting,
    oldest: timeOrNull(row.oldest),
    newest: timeOrNull(row.newest),
    confirmedAt: timeOrNull(row.confirmed_at),
  };
}

/** Throws for a site that has no cluster in service. */
async function mustBe(db: Queryable, site: string): Promise<void> {
  const found = await db.query<{ site: string } & Record<string, unknown>>(sql('check-clusters'));
  const sites = [...new Set(found.rows.map((one) => one.site))];
  if (!sites.includes(site)) throw new UnknownScope('site', site, sites);
}
