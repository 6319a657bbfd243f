import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import { leave, type Touched } from './applyPlan.ts';
import { inCluster } from './clusterLock.ts';
import type { Database } from './database.ts';
import { ABOUT_CONTENTS } from './nodeState.ts';

interface Left {
  nodeId: number;
  at: Date;
  before: number;
  facet: number;
}

/**
 * At the end of a sweep: ties nodes to roots that they saw before anybody had read them, and to those that the chosen
 * node found by reading. Gives the documents that came or went, for the rollup.
 */
export async function tieLate(db: Database, clusterId: number, sweepId: number): Promise<Touched> {
  const touched: Touched = new Set();
  const waiting = await db.query(
    `select 1 from visit where sweep_id = $1 and (pending is not null or unwalked <> '{}'
       or exists (select from node_root where node_root.node_id = visit.node_id and node_root.since = visit.started_at))
     limit 1`,
    [sweepId],
  );
  if (waiting.rows.length === 0) return touched;
  return inCluster(db, clusterId, async (tx) => {
    const left = await tx.query<Left>(sql('late-left'), [sweepId]);
    for (const { nodeId, at, before, facet } of left.rows) {
      await leave(tx, { nodeId, at }, { root: { id: before, facet } }, touched);
      // What it held back of its own sight of that place is over.
      await tx.query('delete from held_root where node_id = $1 and root_id = $2 and not reason = any($3)', [
        nodeId,
        before,
        ABOUT_CONTENTS,
      ]);
    }
    const tied = await tx.query<{ rootId: number }>(sql('late-ties'), [sweepId]);
    // What a sweep wrote just now is in no statistics: with nested loops a thousand nodes and forty trees take 13 s, so 0.1 s.
    await tx.query('set local enable_nestloop = off');
    const found = await tx.query<{ rootId: number }>(sql('late-found'), [
      sweepId,
      facetNames.indexOf('modules'),
    ]);
    await tx.query('reset enable_nestloop');
    await tx.query('update visit set pending = null where sweep_id = $1 and pending is not null', [sweepId]);
    const roots = [...new Set([...tied.rows, ...found.rows].map((row) => row.rootId))];
    const documents = await tx.query<{ id: number }>(
      'select document_id as id from root_item where root_id = any($1) and until is null',
      [roots],
    );
    for (const row of documents.rows) touched.add(row.id);
    return touched;
  });
}

/** The same for the last sweep of a cluster, where that ended before anybody did it. */
export async function tieUnfinished(db: Database, clusterId: number): Promise<Touched> {
  const last = await db.query<{ id: number; tied: boolean }>(
    `select id, state = 'finished' and not exists (select from visit where sweep_id = sweep.id and pending is not null) as tied
     from sweep where cluster_id = $1 and trigger <> 'single' and state <> 'running'
     order by started_at desc limit 1`,
    [clusterId],
  );
  const [row] = last.rows;
  return !row || row.tied ? new Set() : tieLate(db, clusterId, row.id);
}
