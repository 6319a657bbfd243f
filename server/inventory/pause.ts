import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';

export interface PauseResult {
  cluster: string;
  paused: boolean;
  /** False when it was so already. */
  changed: boolean;
}

/** Pauses a cluster for a reason, or resumes it (null). */
export async function pauseCluster(db: Queryable, cluster: string, why: string | null): Promise<PauseResult> {
  const found = await db.query<{ id: number; paused: boolean }>(
    `select cluster.id, paused_at is not null as paused from cluster join site on site.id = cluster.site_id
     where site.name || '/' || cluster.name = $1 and cluster.retired_at is null and site.retired_at is null`,
    [cluster],
  );
  const row = found.rows[0];
  if (!row) {
    throw new GazetteerError(
      'not-found',
      `there is no cluster ${cluster}`,
      'See them with: gazetteer clusters list',
    );
  }
  await db.query(
    `update cluster set paused_at = case when $2::text is not null then coalesce(paused_at, now()) end,
       paused_why = coalesce($2, '') where id = $1`,
    [row.id, why],
  );
  const paused = why !== null;
  return { cluster, paused, changed: row.paused !== paused };
}
