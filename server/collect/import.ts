import { GazetteerError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { savedVisit } from './savedOutput.ts';
import { storeSingleVisit } from './sweep.ts';

/** Stores a saved agent output as a sweep of one visit, dated now. */
export async function importFrames(db: Database, place: string, bytes: Buffer) {
  const found = await db.query<{ id: number; clusterId: number }>(
    `select node.id, node.cluster_id as "clusterId" from node
     join cluster on cluster.id = node.cluster_id join site on site.id = cluster.site_id
     where site.name || '/' || cluster.name || '/' || node.name = $1 and node.retired_at is null`,
    [place],
  );
  const node = found.rows[0];
  if (!node) {
    throw new GazetteerError(
      'no-node',
      `there is no node ${place}`,
      'Add it to the sites file and run: gazetteer apply sites.yaml',
    );
  }
  const visit = savedVisit(node.id, bytes);
  if (!visit) {
    throw new GazetteerError(
      'no-frames',
      `the input holds no agent output (${bytes.length} bytes were read)`,
      'Make one with: gazetteer agent print | ssh NODE sh > FILE',
    );
  }
  return storeSingleVisit(db, node.clusterId, visit);
}
