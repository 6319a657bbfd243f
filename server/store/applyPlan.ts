import type { Queryable } from './database.ts';
import { ensureEvidence } from './evidence.ts';
import { ABOUT_CONTENTS, type KnownRoot } from './nodeState.ts';
import { closeObservations, confirmedBefore, openObservations } from './observations.ts';
import { digestOf, type StoredItem, type StoredRoot } from './storedReading.ts';
import type { Change, VisitPlan } from './visitPlan.ts';

export interface Visited {
  sweepId: number;
  nodeId: number;
  clusterId: number;
  agentId: number;
  at: Date;
}

/** Ids of the documents that came or went, for the rollup. */
export type Touched = Set<number>;

/** Opens and closes intervals as planned. Runs inside the visit's transaction, under the cluster's lock. */
export async function applyPlan(tx: Queryable, visited: Visited, plan: VisitPlan): Promise<Touched> {
  const touched: Touched = new Set();
  // Each statement costs a round trip while the cluster is locked, so that like changes are made together.
  const { changes } = plan;
  const ended = changes.filter(isA('unobserve')).map((one) => one.facet);
  await closeObservations(tx, visited, ended, touched);
  await openObservations(tx, visited, changes.filter(isA('observe')), touched);
  for (const change of changes.filter(isA('leave'))) await leave(tx, visited, change, touched);
  await see(tx, visited, changes.filter(isA('see')), touched);
  for (const change of changes.filter(isA('update'))) await update(tx, visited, change, touched);
  for (const one of plan.holds) {
    await tx.query(
      `insert into held_root (root_id, node_id, sweep_id, reason, digest, lost, total, seen_at, rejected_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (root_id, node_id) do update set sweep_id = excluded.sweep_id, reason = excluded.reason,
         digest = excluded.digest, lost = excluded.lost, total = excluded.total, seen_at = excluded.seen_at,
         accepted_at = null, rejected_at = excluded.rejected_at`,
      [
        one.rootId,
        visited.nodeId,
        visited.sweepId,
        one.reason,
        one.digest,
        one.lost,
        one.total,
        visited.at,
        one.rejectedAt ?? null,
      ],
    );
  }
  if (plan.releases.length > 0) {
    await tx.query(
      `delete from held_root using root where root.id = held_root.root_id and root.id = any($2)
         and (held_root.node_id = $1 or (root.node_scope = 0 and held_root.reason = any($3)))`,
      [visited.nodeId, plan.releases, ABOUT_CONTENTS],
    );
  }
  if (plan.seenAgain.length > 0) {
    await tx.query('delete from held_root where node_id = $1 and root_id = any($2)', [
      visited.nodeId,
      plan.seenAgain,
    ]);
  }
  return touched;
}

type Of<Type extends Change['type']> = Extract<Change, { type: Type }>;

const isA =
  <Type extends Change['type']>(type: Type) =>
  (change: Change): change is Of<Type> =>
    change.type === type;

/** SQL for the last visit of any node that confirmed a root, before now. Parameters: root, time, bit. */
const ROOT_CONFIRMED = `(select max(visit.started_at) from node_root join visit on visit.node_id = node_root.node_id
  where node_root.root_id = $1 and visit.started_at < $2 and visit.started_at >= node_root.since
    and visit.started_at < coalesce(node_root.until, 'infinity')
    and visit.confirmed & $3 <> 0 and not $1 = any(visit.unconfirmed) and not $1 = any(visit.unwalked))`;

/** The same for one item of the root: visits that had to keep it unread do not count. */
const ITEM_CONFIRMED = ROOT_CONFIRMED.replace(
  'any(visit.unwalked))',
  'any(visit.unwalked) and not -root_item.id = any(visit.unconfirmed))',
);

/** The node does not see this root any more. */
export async function leave(
  tx: Queryable,
  visited: Pick<Visited, 'nodeId' | 'at'>,
  { root }: { root: Pick<KnownRoot, 'id' | 'facet'> },
  touched: Touched,
): Promise<void> {
  await tx.query(
    `update node_root set until = greatest(since, $2), until_after = greatest(since, coalesce(
       (select max(started_at) from visit where node_id = $4 and started_at < $2 and confirmed & $3 <> 0
          and not $1 = any(unconfirmed)), since))
     where node_id = $4 and root_id = $1 and until is null`,
    [root.id, visited.at, 1 << root.facet, visited.nodeId],
  );
  await touchRoots(tx, [root.id], touched);
  // Nobody sees it any more: what it held ended with it.
  const gone = await tx.query(
    `update root_item set until = greatest(since, $2), until_after = greatest(since, coalesce(${ITEM_CONFIRMED}, since))
     where root_id = $1 and until is null
       and not exists (select from node_root where node_root.root_id = $1 and node_root.until is null)`,
    [root.id, visited.at, 1 << root.facet],
  );
  if ((gone.rowCount ?? 0) > 0) {
    await tx.query('update root set digest = null, offerings = 0 where id = $1', [root.id]);
  }
}

async function touchRoots(tx: Queryable, rootIds: number[], touched: Touched): Promise<void> {
  if (rootIds.length === 0) return;
  const items = await tx.query<{ documentId: number }>(
    'select distinct document_id as "documentId" from root_item where root_id = any($1) and until is null',
    [rootIds],
  );
  for (const row of items.rows) touched.add(row.documentId);
}

/** The node sees these roots from now on; those that nobody saw before are made. */
async function see(tx: Queryable, visited: Visited, changes: Of<'see'>[], touched: Touched): Promise<void> {
  if (changes.length === 0) return;
  const made = await makeRoots(
    tx,
    visited,
    changes.flatMap(({ root, reading }) => (root ? [] : [reading])),
  );
  const seen = changes.map(
    ({ root, reading }) => root?.id ?? made.get(reading.identity.toString('hex')) ?? 0,
  );
  await tx.query(
    `insert into node_root (node_id, root_id, since, since_after)
     select $1, root_id, $2, ${confirmedBefore('new.facet')}
     from unnest($3::smallint[], $4::int[]) as new (facet, root_id)`,
    [visited.nodeId, visited.at, changes.map((one) => one.reading.facet), seen],
  );
  const known = changes.flatMap(({ root }) => (root ? [root.id] : []));
  await touchRoots(tx, known, touched);
  const items = changes.flatMap(({ root, reading }, at) =>
    root ? [] : reading.items.map((item) => ({ ...item, rootId: seen[at] ?? 0 })),
  );
  await openItems(tx, visited, items, null);
  for (const item of items) touched.add(item.document.id);
}

/** Roots that nobody saw before, with the digest of what is put into them next. Ids by identity in hexadecimal. */
async function makeRoots(
  tx: Queryable,
  visited: Visited,
  readings: StoredRoot[],
): Promise<Map<string, number>> {
  if (readings.length === 0) return new Map();
  const made = await tx.query<{ id: number; identity: Buffer }>(
    `insert into root (cluster_id, facet, kind, path, key, node_scope, mount, identity, digest, offerings)
     select $1, new.* from unnest($2::smallint[], $3::text[], $4::text[], $5::text[], $6::int[], $7::jsonb[],
       $8::bytea[], $9::bytea[], $10::int[]) as new
     on conflict (identity) do update
       set mount = excluded.mount, digest = excluded.digest, offerings = excluded.offerings
     returning id, identity`,
    [
      visited.clusterId,
      readings.map((one) => one.facet),
      readings.map((one) => one.kind),
      readings.map((one) => one.path),
      readings.map((one) => one.key),
      readings.map((one) => one.nodeScope),
      readings.map((one) => JSON.stringify(one.mount)),
      readings.map((one) => one.identity),
      readings.map(({ items }) =>
        digestOf(items.map((item) => ({ path: item.path, documentHash: item.document.hash }))),
      ),
      readings.map(({ items }) => items.reduce((sum, item) => sum + item.document.offerings.length, 0)),
    ],
  );
  return new Map(made.rows.map((row) => [row.identity.toString('hex'), row.id]));
}

async function update(
  tx: Queryable,
  visited: Visited,
  change: Of<'update'>,
  touched: Touched,
): Promise<void> {
  const { root, close, open } = change;
  await tx.query(
    `update root_item set until = greatest(since, $2), until_after = greatest(since, coalesce(${ITEM_CONFIRMED}, since))
     where root_id = $1 and id = any($4) and until is null`,
    [root.id, visited.at, 1 << root.facet, close.map((item) => item.id)],
  );
  const before = await tx.query<{ at: Date | null }>(`select ${ROOT_CONFIRMED} as at`, [
    root.id,
    visited.at,
    1 << root.facet,
  ]);
  const opened = open.map((item) => ({ ...item, rootId: root.id }));
  await openItems(tx, visited, opened, before.rows[0]?.at ?? null);
  await setDigest(tx, root.id, change.digest, change.offerings);
  for (const item of close) touched.add(item.documentId);
  for (const item of open) touched.add(item.document.id);
}

async function openItems(
  tx: Queryable,
  visited: Visited,
  items: (StoredItem & { rootId: number })[],
  sinceAfter: Date | null,
): Promise<void> {
  if (items.length === 0) return;
  const evidence = await ensureEvidence(
    tx,
    visited.agentId,
    items.map((item) => item.parts),
  );
  await tx.query(
    `insert into root_item (root_id, path, document_id, evidence_id, since, since_after)
     select root_id, path, document_id, evidence_id, $1, $2
     from unnest($3::int[], $4::text[], $5::int[], $6::int[]) as new (root_id, path, document_id, evidence_id)`,
    [
      visited.at,
      sinceAfter,
      items.map((item) => item.rootId),
      items.map((item) => item.path),
      items.map((item) => item.document.id),
      evidence,
    ],
  );
}

async function setDigest(tx: Queryable, rootId: number, digest: Buffer, offerings: number): Promise<void> {
  await tx.query('update root set digest = $2, offerings = $3 where id = $1', [rootId, digest, offerings]);
}
