import type { Mount } from '../frames/evidence.ts';
import type { Queryable } from './database.ts';
import type { Hold } from './visitPlan.ts';

/** What is known of a node before a visit: its open intervals. */
export interface NodeState {
  observations: Map<number, { id: number; documentId: number; since: Date }>;
  /** Roots the node sees. */
  roots: KnownRoot[];
  /** Roots of the cluster by identity (hexadecimal) that this visit read, seen by this node or not. */
  byIdentity: Map<string, KnownRoot>;
  /** Open items of the roots whose digest differs from what was read. */
  items: Map<number, KnownItem[]>;
  held: Map<number, HeldReading>;
  /** What visits that began later than this one, and were stored before it, confirmed. */
  overtaken: {
    /** Bit per facet, of this node. */
    facets: number;
    /** Ids of roots that differ from what was read, seen by any node. */
    roots: Set<number>;
  };
}

export interface KnownRoot {
  id: number;
  facet: number;
  kind: string;
  path: string;
  key: string;
  nodeScope: number;
  mount: Mount;
  identity: Buffer;
  digest: Buffer | null;
  offerings: number;
}

export interface KnownItem {
  id: number;
  path: string;
  documentId: number;
  documentHash: Buffer;
  offerings: number[];
  /** Read by lesser means than the facet has. */
  lesser: boolean;
}

export interface HeldReading {
  /** It was found by this node, and not by another one that sees the same root. */
  own: boolean;
  sweepId: number;
  reason: string;
  digest: Buffer | null;
  acceptedAt: Date | null;
  rejectedAt: Date | null;
}

/** Reasons of held readings that are about what a root holds, and not about the node that looked. */
export const ABOUT_CONTENTS: string[] = [
  'root-suspect',
  'root-empty',
  'root-lesser',
] satisfies Hold['reason'][];

const ROOT_COLUMNS = `root.id, root.facet, root.kind, root.path, root.key, root.node_scope as "nodeScope",
  root.mount, root.identity, root.digest, root.offerings`;

export async function loadNodeState(
  db: Queryable,
  nodeId: number,
  identities: Buffer[],
  at: Date,
): Promise<NodeState> {
  // One after the other: inside a transaction there is one connection, which takes one query at a time.
  const observations = await db.query<{ id: number; facet: number; documentId: number; since: Date }>(
    `select id, facet, document_id as "documentId", since from observation where node_id = $1 and until is null`,
    [nodeId],
  );
  const roots = await db.query<KnownRoot>(
    `select ${ROOT_COLUMNS} from node_root join root on root.id = node_root.root_id
     where node_root.node_id = $1 and node_root.until is null order by root.id`,
    [nodeId],
  );
  const others = await db.query<KnownRoot>(`select ${ROOT_COLUMNS} from root where identity = any($1)`, [
    identities,
  ]);
  const held = await db.query<HeldReading & { rootId: number }>(
    // What is wrong with what a shared root holds was found for every node that sees it.
    `select distinct on (held_root.root_id) held_root.root_id as "rootId", held_root.node_id = $1 as own,
       held_root.sweep_id as "sweepId", held_root.reason, held_root.digest, held_root.accepted_at as "acceptedAt",
       held_root.rejected_at as "rejectedAt"
     from held_root
     join node_root on node_root.root_id = held_root.root_id and node_root.node_id = $1 and node_root.until is null
     join root on root.id = held_root.root_id
     where held_root.node_id = $1 or (root.node_scope = 0 and held_root.reason = any($2))
     order by held_root.root_id, held_root.node_id = $1 desc, held_root.sweep_id desc`,
    [nodeId, ABOUT_CONTENTS],
  );
  // A visit dated in the future was stored before the clock was put right; it overtakes nothing.
  const later = await db.query<{ facets: number | null }>(
    'select bit_or(confirmed) as facets from visit where node_id = $1 and started_at > $2 and started_at <= now()',
    [nodeId, at],
  );
  return {
    observations: new Map(observations.rows.map((row) => [row.facet, row])),
    roots: roots.rows,
    byIdentity: new Map(others.rows.map((row) => [row.identity.toString('hex'), row])),
    items: new Map(),
    held: new Map(held.rows.map((row) => [row.rootId, row])),
    overtaken: { facets: later.rows[0]?.facets ?? 0, roots: new Set() },
  };
}

/** Loads the open items of some roots into the state. */
export async function loadItems(db: Queryable, state: NodeState, rootIds: number[], at: Date): Promise<void> {
  if (rootIds.length === 0) return;
  const found = await db.query<KnownItem & { rootId: number }>(
    `select root_item.id, root_item.root_id as "rootId", root_item.path, root_item.document_id as "documentId",
       document.hash as "documentHash", coalesce(document_set.offerings, '{}') as offerings,
       coalesce(document.facts ->> 'read' = 'names', false) as lesser
     from root_item join document on document.id = root_item.document_id
     left join document_set on document_set.document_id = document.id
     where root_item.root_id = any($1) and root_item.until is null`,
    [rootIds],
  );
  for (const id of rootIds) state.items.set(id, []);
  for (const row of found.rows) state.items.get(row.rootId)?.push(row);
  const overtaken = await db.query<{ id: number }>(
    `select root.id from root
     where root.id = any($1) and exists (
       select from node_root join visit on visit.node_id = node_root.node_id
       where node_root.root_id = root.id and node_root.until is null
         and visit.started_at > $2 and visit.started_at <= now()
         and visit.confirmed & (1 << root.facet) <> 0 and not root.id = any(visit.unconfirmed)
         and not root.id = any(visit.unwalked))`,
    [rootIds, at],
  );
  for (const row of overtaken.rows) state.overtaken.roots.add(row.id);
}
