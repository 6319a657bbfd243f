import type { Mount } from '../frames/evidence.ts';
import { sql } from '../sql.ts';
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

interface RootRow extends KnownRoot {
  seen: boolean;
  own: boolean | null;
  sweepId: number;
  reason: string;
  heldDigest: Buffer | null;
  acceptedAt: Date | null;
  rejectedAt: Date | null;
}

interface ObservationRow {
  overtaken: number | null;
  id: number;
  facet: number | null;
  documentId: number;
  since: Date;
}

/** In two statements: a visit that finds nothing new makes few others. */
export async function loadNodeState(
  db: Queryable,
  nodeId: number,
  identities: Buffer[],
  at: Date,
): Promise<NodeState> {
  // One after the other: inside a transaction there is one connection, which takes one query at a time.
  const observed = await db.query<ObservationRow>(sql('node-observations'), [nodeId, at]);
  const found = await db.query<RootRow>(sql('node-roots'), [nodeId, identities, ABOUT_CONTENTS]);
  const asked = new Set(identities.map((identity) => identity.toString('hex')));
  const state: NodeState = {
    observations: new Map(),
    roots: [],
    byIdentity: new Map(),
    items: new Map(),
    held: new Map(),
    overtaken: { facets: observed.rows[0]?.overtaken ?? 0, roots: new Set() },
  };
  for (const { facet, id, documentId, since } of observed.rows)
    if (facet !== null) state.observations.set(facet, { id, documentId, since });
  for (const { seen, own, sweepId, reason, heldDigest, acceptedAt, rejectedAt, ...root } of found.rows) {
    const identity = root.identity.toString('hex');
    if (seen) state.roots.push(root);
    if (asked.has(identity)) state.byIdentity.set(identity, root);
    if (own !== null)
      state.held.set(root.id, { own, sweepId, reason, digest: heldDigest, acceptedAt, rejectedAt });
  }
  return state;
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
