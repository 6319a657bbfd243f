import { cancelSweep } from '../collect/sweepRow.ts';
import { codeOf } from '../errors.ts';
import { inCluster } from '../store/clusterLock.ts';
import type { Database, Queryable } from '../store/database.ts';
import { forgetDocuments } from '../store/documents.ts';
import { removeIfUnused } from '../store/prune/unused.ts';

/** What speaks of a cluster, in the order that foreign keys allow. $1 the cluster, $2 its nodes, $3 its roots, $4 its sweeps. */
const OF_A_CLUSTER = [
  'delete from module_load where node_id = any($2)',
  'delete from image_contents where root_id = any($3)',
  'delete from image_digest where root_id = any($3)',
  'delete from held_root where root_id = any($3)',
  'delete from root_item where root_id = any($3)',
  'delete from node_root where root_id = any($3)',
  'delete from observation where node_id = any($2)',
  'delete from visit where sweep_id = any($4)',
  'delete from sweep where id = any($4)',
  'delete from root where id = any($3)',
  'delete from push_token where cluster_id = $1',
  'delete from node_name where node_id = any($2)',
  'delete from node where id = any($2)',
  // The masks of its tools are made anew without it.
  `insert into stale_tool (cluster_id, tool_id) select distinct cluster_id, tool_id from cluster_tool
   where cluster_id = $1 on conflict do nothing`,
  'delete from cluster_tool where cluster_id = $1',
  'delete from cluster_provider where cluster_id = $1',
  'delete from cluster_gap where cluster_id = $1',
  'delete from cluster_pair where a_id = $1 or b_id = $1',
  'delete from pair_past where clusters and (a_id = $1 or b_id = $1)',
  'delete from cluster where id = $1',
];

const DOCUMENTS = `select document_id as id from observation where node_id = any($1)
  union select document_id from root_item where root_id = any($2)
  union select document_id from image_contents where root_id = any($2)
  union select contents_id from image_contents where root_id = any($2)`;
const EVIDENCE = `select evidence_id as id from observation where node_id = any($1)
  union select evidence_id from root_item where root_id = any($2)
  union select evidence_id from image_contents where root_id = any($2)`;

/**
 * Removes a site with its whole history, and the documents and evidence that nobody else has. For what was never a site: one that
 * is gone is taken out of service instead, and its history stays.
 */
export async function forgetSite(db: Database, siteId: number): Promise<void> {
  // Nobody starts a sweep of it any more.
  await db.query('update site set retired_at = now() where id = $1', [siteId]);
  const clusters = await idsOf(db, 'select id from cluster where site_id = $1', [siteId]);
  await cancelSweeps(db, clusters);
  const [documents, evidence]: [number[], number[]] = [[], []];
  for (const cluster of clusters) {
    await inCluster(db, cluster, async (tx) => {
      const nodes = await idsOf(tx, 'select id from node where cluster_id = $1', [cluster]);
      const roots = await idsOf(tx, 'select id from root where cluster_id = $1', [cluster]);
      const sweeps = await idsOf(tx, 'select id from sweep where cluster_id = $1', [cluster]);
      documents.push(...(await idsOf(tx, DOCUMENTS, [nodes, roots])));
      evidence.push(...(await idsOf(tx, EVIDENCE, [nodes, roots])));
      const values = [cluster, nodes, roots, sweeps];
      for (const statement of OF_A_CLUSTER) {
        // Postgres wants every value to be used.
        const used = values.map((value, at) => (statement.includes(`$${at + 1}`) ? value : undefined));
        const at = used.findIndex((value) => value !== undefined);
        await tx.query(statement.replaceAll(/\$\d/g, '$1'), [used[at]]);
      }
    });
  }
  await db.query('delete from site_pair where a_id = $1 or b_id = $1', [siteId]);
  await db.query('delete from pair_past where not clusters and (a_id = $1 or b_id = $1)', [siteId]);
  await db.query('delete from site where id = $1', [siteId]);
  await removeIfUnused(db, 'document', documents);
  await removeIfUnused(db, 'evidence', evidence);
  forgetDocuments();
}

async function cancelSweeps(db: Database, clusters: number[]): Promise<void> {
  for (const id of await idsOf(db, `select id from sweep where state = 'running' and cluster_id = any($1)`, [
    clusters,
  ]))
    await cancelSweep(db, id).catch((error: unknown) => {
      // It ended by itself in between.
      if (codeOf(error) !== 'not-running') throw error;
    });
}

async function idsOf(db: Queryable, statement: string, values: unknown[]): Promise<number[]> {
  const found = await db.query<{ id: number }>(statement, values);
  return found.rows.map(({ id }) => id);
}
