import { inCluster } from '../clusterLock.ts';
import { type PruneRun, removing } from './run.ts';

/**
 * Removes roots of which neither an item nor a sight is left. A visit that finds the place again looks for its root and
 * takes it under the cluster's lock, so they go under it.
 */
export async function pruneRoots(run: PruneRun): Promise<void> {
  const found = await run.db.query<{ id: number; clusterId: number }>(
    `select id, cluster_id as "clusterId" from root where ${unused('until is null or until >= $1')}`,
    [run.closedBefore],
  );
  if (run.dryRun) {
    run.removed.roots += found.rows.length;
    return;
  }
  const clusters = new Set(found.rows.map((row) => row.clusterId));
  for (const cluster of clusters) {
    if (run.signal.aborted) return;
    const ids = found.rows.filter((row) => row.clusterId === cluster).map((row) => row.id);
    const where = `id = any($1) and ${unused('true')}
      and not exists (select from image_contents where image_contents.root_id = root.id)
      and not exists (select from image_digest where image_digest.root_id = root.id)`;
    const gone = await inCluster(run.db, cluster, (tx) =>
      tx.query<{ rows: number }>(removing(run, 'root', where), [ids]),
    );
    run.removed.roots += gone.rows[0]?.rows ?? 0;
  }
  run.tell('roots', 1, 1);
}

const unused = (
  kept: string,
) => `not exists (select from root_item where root_item.root_id = root.id and (${kept}))
  and not exists (select from node_root where node_root.root_id = root.id and (${kept}))
  and not exists (select from held_root where held_root.root_id = root.id)`;
