import type { Touched, Visited } from './applyPlan.ts';
import type { Queryable } from './database.ts';
import { ensureEvidence } from './evidence.ts';
import type { Change } from './visitPlan.ts';

/** SQL for the last visit of a node, before now, that answered a facet. Parameters: node, time. */
export const confirmedBefore = (facet: string) =>
  `(select max(started_at) from visit where node_id = $1 and started_at < $2 and confirmed & (1 << ${facet}) <> 0)`;

/** What a node held of some facets ends. */
export async function closeObservations(
  tx: Queryable,
  { nodeId, at }: Visited,
  facets: number[],
  touched: Touched,
): Promise<void> {
  if (facets.length === 0) return;
  const closed = await tx.query<{ documentId: number }>(
    `update observation set until = greatest(since, $2),
       until_after = greatest(since, coalesce(${confirmedBefore('observation.facet')}, since))
     where node_id = $1 and facet = any($3) and until is null returning document_id as "documentId"`,
    [nodeId, at, facets],
  );
  for (const row of closed.rows) touched.add(row.documentId);
}

/** A node holds other documents of some facets from now on. All at once: a new node has one for nearly every facet. */
export async function openObservations(
  tx: Queryable,
  visited: Visited,
  changes: Extract<Change, { type: 'observe' }>[],
  touched: Touched,
): Promise<void> {
  if (changes.length === 0) return;
  const facets = changes.map((one) => one.facet);
  const replaced = changes.filter((one) => one.replaces).map((one) => one.facet);
  await closeObservations(tx, visited, replaced, touched);
  const evidence = await ensureEvidence(
    tx,
    visited.agentId,
    changes.map((one) => one.parts),
  );
  const documents = changes.map((one) => one.document.id);
  await tx.query(
    `insert into observation (node_id, facet, document_id, evidence_id, since, since_after)
     select $1, new.facet, document_id, evidence_id, $2, ${confirmedBefore('new.facet')}
     from unnest($3::smallint[], $4::int[], $5::int[]) as new (facet, document_id, evidence_id)`,
    [visited.nodeId, visited.at, facets, documents, evidence],
  );
  for (const document of documents) touched.add(document);
}
