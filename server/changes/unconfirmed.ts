import { isReasonCode, reasons } from '../collect/reasons.ts';
import { facetNames } from '../facets/names.ts';
import { fold } from '../inventory/nodeSetFold.ts';
import { timeOrNull } from '../query/rows.ts';
import type { UnconfirmedRow } from '../routes/schemas/changes.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { type Area, nodeNames } from './area.ts';
import type { Pair } from './pairs.ts';
import { startOf } from './startOf.ts';
import type { Window } from './window.ts';

export interface Unseen {
  state: UnconfirmedRow['state'];
  clusterId: number;
  facet: string;
  place: string;
  reason: string;
  nodes: number[];
  at: Date | null;
}

/** What is held back and what could not be read: no change, and might be taken for one. */
export async function unseen(db: Queryable, area: Area, window: Window): Promise<Unseen[]> {
  return (await Promise.all([held(db, area, window), unread(db, area, window)])).flat();
}

/** All that is no change and might be taken for one: what was read for the first time, or otherwise, besides. */
export async function unconfirmed(
  db: Queryable,
  { area, window, found, apart }: { area: Area; window: Window; found: Unseen[]; apart: Pair[] },
): Promise<UnconfirmedRow[]> {
  const raw = [...found, ...withoutChange(apart)];
  const names = await nodeNames(
    db,
    raw.flatMap(({ nodes }) => nodes),
    window.until,
  );
  return raw.flatMap(({ state, clusterId, facet, place, reason, nodes, at }): UnconfirmedRow[] => {
    const cluster = area.clusters.get(clusterId);
    if (!cluster) return [];
    return [
      {
        state,
        site: cluster.site,
        cluster: cluster.cluster,
        facet,
        place,
        reason,
        sentence: sentenceOf(state, reason),
        nodes: fold(nodes.map((id) => names.get(id) ?? String(id))),
        nodeCount: nodes.length,
        at: timeOrNull(at),
      },
    ];
  });
}

function sentenceOf(state: UnconfirmedRow['state'], reason: string): string {
  if (state === 'first') return 'it was read for the first time, so that nobody can say that it is new';
  if (state === 'reread') return 'the same raw text is read otherwise now; nothing changed there';
  return isReasonCode(reason) ? reasons[reason] : reason;
}

/** Only what is held now is known: a place that is believed again leaves no trace. */
async function held(db: Queryable, area: Area, { since, until }: Window): Promise<Unseen[]> {
  const found = await db.query<{
    cluster_id: number;
    facet: number;
    path: string;
    reason: string;
    nodes: number[];
    at: Date;
  }>(
    `select root.cluster_id, root.facet, root.path, held_root.reason, array_agg(held_root.node_id) as nodes,
       max(held_root.seen_at) as at
     from held_root
     join root on root.id = held_root.root_id
     join node on node.id = held_root.node_id and (node.retired_at is null or node.retired_at > $2)
     where root.cluster_id = any($3) and ($4::int[] is null or node.id = any($4))
       and held_root.seen_at > $1 and held_root.seen_at <= $2
     group by root.cluster_id, root.facet, root.path, held_root.reason
     order by root.cluster_id, root.facet, root.path collate "C", held_root.reason`,
    [since, until, [...area.clusters.keys()], area.nodeIds],
  );
  return found.rows.map(({ cluster_id: clusterId, facet, path: place, reason, nodes, at }) => {
    return { state: 'held', clusterId, facet: facetNames[facet] ?? '', place, reason, nodes, at };
  });
}

const ABOUT_HELD = ['root-missing', 'root-empty', 'root-other-mount', 'root-lesser', 'root-suspect'];

async function unread(db: Queryable, area: Area, { since, until }: Window): Promise<Unseen[]> {
  const found = await db.query<{
    cluster_id: number;
    facet: number | null;
    place: string;
    code: string;
    nodes: number[];
    at: Date;
  }>(sql('changes-unread'), [since, until, [...area.clusters.keys()], area.nodeIds]);
  return found.rows
    .filter(({ code }) => !ABOUT_HELD.includes(code))
    .map(({ cluster_id: clusterId, facet, place, code: reason, nodes, at }) => {
      return { state: 'failed', clusterId, facet: facetNames[facet ?? -1] ?? '', place, reason, nodes, at };
    });
}

/** Pairs of one place are one row: a first reading of a tree of many items is one thing. */
function withoutChange(apart: Pair[]): Unseen[] {
  const rows = new Map<string, Unseen>();
  for (const pair of apart) {
    const facet = facetNames[pair.facet] ?? '';
    const state = pair.first ? 'first' : 'reread';
    const { place } = startOf({ ...pair, itemPath: '' }, facet);
    const key = `${pair.clusterId} ${facet} ${state} ${place}`;
    const row = rows.get(key);
    const at = pair.since;
    if (!row)
      rows.set(key, { state, clusterId: pair.clusterId, facet, place, reason: '', nodes: pair.nodes, at });
    else rows.set(key, { ...row, nodes: [...new Set([...row.nodes, ...pair.nodes])] });
  }
  return [...rows.values()];
}
