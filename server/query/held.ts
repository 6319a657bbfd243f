import { isReasonCode, reasons } from '../collect/reasons.ts';
import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import { fold } from '../inventory/nodeSetFold.ts';
import type { HeldRow } from '../routes/schemas/places.ts';
import type { Queryable } from '../store/database.ts';
import { nodesNamed } from './nodesNamed.ts';
import { timeOf } from './rows.ts';

export type { HeldRow };

interface Row {
  id: number;
  site: string;
  cluster: string;
  facet: number;
  kind: string;
  path: string;
  node: string;
  node_id: number;
  reason: string;
  lost: number;
  total: number;
  seen_at: Date;
  accepted: boolean;
  rejected: boolean;
}

export interface HeldFilter {
  site: string;
  cluster: string;
  /** A node set: only what some of these reported, and these alone; '' any. */
  nodes?: string;
}

/** Places whose last reading is held back, a row each, nodes folded. */
export async function listHeld(
  db: Queryable,
  scope: HeldFilter = { site: '', cluster: '' },
): Promise<HeldRow[]> {
  const found = await db.query<Row>(
    `select root.id, site.name as site, cluster.name as cluster, root.facet, root.kind, root.path, node.name as node, node.id as node_id,
       held_root.reason, held_root.lost, held_root.total, held_root.seen_at, held_root.accepted_at is not null as accepted,
       held_root.rejected_at is not null as rejected
     from held_root
     join root on root.id = held_root.root_id
     join node on node.id = held_root.node_id and node.retired_at is null
     join cluster on cluster.id = root.cluster_id and cluster.retired_at is null
     join site on site.id = cluster.site_id and site.retired_at is null
     where ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2)
       and ($3::text[] is null or node.name = any($3))
     order by held_root.seen_at desc, root.id, node.name`,
    [scope.site, scope.cluster, nodesNamed(scope.nodes ?? '')],
  );
  const groups = new Map<string, { row: Row; nodes: string[] }>();
  for (const row of found.rows) {
    const key = `${row.id} ${row.reason} ${row.accepted} ${row.rejected}`;
    const group = groups.get(key) ?? { row, nodes: [] };
    group.nodes.push(row.node);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ row, nodes }) => ({
    id: row.id,
    site: row.site,
    cluster: row.cluster,
    facet: facetNames[row.facet] ?? '',
    kind: row.kind,
    path: row.path,
    nodes: fold(nodes),
    node: row.node_id,
    reason: row.reason,
    sentence: isReasonCode(row.reason) ? reasons[row.reason] : row.reason,
    lost: row.lost,
    total: row.total,
    seenAt: timeOf(row.seen_at),
    accepted: row.accepted,
    rejected: row.rejected,
  }));
}

/** What an operator says of a held change. */
export type Decision = 'accepted' | 'rejected';

/**
 * Says of a held change that it is to be believed, or that it never is, on every node that reported it; gives how many. The
 * later word counts. Both are about what was found: something else that is found there is held anew.
 */
export async function decideHeld(db: Queryable, rootId: number, decision: Decision): Promise<number> {
  const done = await db.query(
    `update held_root set accepted_at = case $2 when 'accepted' then now() end,
       rejected_at = case $2 when 'rejected' then now() end where root_id = $1`,
    [rootId, decision],
  );
  const nodes = done.rowCount ?? 0;
  if (nodes > 0) return nodes;
  throw new GazetteerError('not-found', `no place ${rootId} is held back`, 'See: gazetteer suspects list');
}
