import { bringUpToDate } from '../collect/deadSweeps.ts';
import { openDatabase } from '../store/database.ts';

/**
 * Ends the sweeps that ran while the dump was made: whoever ran them, and the queue that held their nodes, are those of another
 * installation. What they had stored by then stands.
 */
export async function endSweeps(url: string): Promise<void> {
  const db = openDatabase(url);
  try {
    const ended = await db.query<{ id: number; clusterId: number }>(
      `update sweep set state = 'interrupted', finished_at = coalesce(seen_at, started_at), claims = '{}',
         note = 'it ran when the dump was made that this was restored from'
       where state = 'running' returning id, cluster_id as "clusterId"`,
    );
    for (const { id, clusterId } of ended.rows) await bringUpToDate(db, clusterId, [id]);
  } finally {
    await db.close();
  }
}
