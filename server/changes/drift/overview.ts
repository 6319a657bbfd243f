import { UnknownScope } from '../../compare/scope.ts';
import { cursorOf, keyOfCursor } from '../../routes/cursor.ts';
import type { ClusterDrift, DriftAnswer, DriftRow } from '../../routes/schemas/drift.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { type DriftSettings, driftOf } from './drift.ts';

interface Place {
  id: number;
  site: string;
  cluster: string;
}

export interface OverviewQuery {
  /** '' for all sites. */
  site: string;
  limit: number;
  after: string;
}

export interface DriftOverview {
  items: ClusterDrift[];
  total: number;
  next: string | null;
}

/** A line for each cluster in service, by name: every cluster costs what its own answer costs, so they come in pages. */
export async function driftOverview(
  db: Queryable,
  { site, limit, after }: OverviewQuery,
  settings: DriftSettings,
): Promise<DriftOverview> {
  const all = (await db.query<Place & Record<string, unknown>>(sql('check-clusters'))).rows;
  const places = all.filter((one) => site === '' || one.site === site).sort(comparePlaces);
  if (site !== '' && places.length === 0)
    throw new UnknownScope('site', site, [...new Set(all.map((one) => one.site))]);
  const key = keyOfCursor(after, ['text', 'text']);
  const before = { site: String(key?.[0] ?? ''), cluster: String(key?.[1] ?? '') };
  const left = places.filter((one) => comparePlaces(one, before) > 0);
  const page = left.slice(0, limit);
  const items: ClusterDrift[] = [];
  for (const { site: at, cluster } of page)
    items.push(driftLine(await driftOf(db, { site: at, cluster }, settings)));
  const last = page.at(-1);
  const next = last !== undefined && left.length > page.length ? cursorOf([last.site, last.cluster]) : null;
  return { items, total: places.length, next };
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const comparePlaces = (a: Omit<Place, 'id'>, b: Omit<Place, 'id'>) =>
  order(a.site, b.site) || order(a.cluster, b.cluster);

/** The same answer in numbers: each is the count of what the cluster's own answer lists. */
export function driftLine({
  site,
  cluster,
  peers,
  outliers,
  unknownCount,
  reboots,
  items,
}: DriftAnswer): ClusterDrift {
  const nodes = peers.reduce((sum, { nodeCount }) => sum + nodeCount, unknownCount);
  const count = (status: DriftRow['status']) => items.filter((row) => row.status === status).length;
  // A split of which nobody can tell when it began is as old as what its nodes hold.
  const times = items.flatMap(({ splitSince, since }) => splitSince ?? since ?? []).sort();
  const seen = items.flatMap(({ confirmedAt }) => confirmedAt ?? []).sort();
  return {
    site,
    cluster,
    nodes,
    withoutPeers: unknownCount,
    outliers,
    differences: items.length,
    drift: count('drift'),
    rolling: count('rolling'),
    rebootPending: count('reboot-pending'),
    waiting: reboots.reduce((sum, { nodeCount }) => sum + nodeCount, 0),
    oldest: times[0] ?? null,
    newest: times.at(-1) ?? null,
    confirmedAt: seen[0] ?? null,
  };
}
