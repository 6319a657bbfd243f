import { GazetteerError } from '../errors.ts';
import { inCluster } from '../store/clusterLock.ts';
import type { Database } from '../store/database.ts';
import { isStoring, LOST_SECONDS, type Unanswered } from './receipts.ts';
import type { Stamp } from './stamp.ts';
import type { Grant } from './tokens.ts';

/**
 * Notes which nodes a post is going to store, and gives those that it must not, since a later post brought them: by so
 * many seconds. Two posts that bring the same node are not stored at once, whichever is later.
 */
export async function takeNodes(
  db: Database,
  { tokenId, clusterId }: Grant,
  { nonce, sentAt }: Stamp,
  nodes: number[],
): Promise<Map<number, number>> {
  return inCluster(db, clusterId, async (tx) => {
    const found = await tx.query<Unanswered & { open: boolean; nodes: number[]; later: number }>(
      `select token_id as "tokenId", nonce, worker, answer is null as open,
         push_receipt.received_at < now() - make_interval(secs => $6) as silent,
         array(select unnest(nodes) intersect select unnest($5::int[])) as nodes,
         ceil(extract(epoch from sent_at - $4))::int as later
       from push_receipt join push_token on push_token.id = token_id
       where cluster_id = $1 and not (token_id = $2 and nonce = $3) and nodes && $5::int[]
         and (answer is null or sent_at > $4)`,
      [clusterId, tokenId, nonce, sentAt, nodes, LOST_SECONDS],
    );
    if (found.rows.some((row) => row.open && isStoring(row)))
      throw new GazetteerError(
        'push-busy',
        'another post of the same nodes is being stored',
        'Try again in a minute',
      );
    const older = new Map<number, number>();
    for (const { nodes, later } of found.rows)
      if (later > 0) for (const node of nodes) older.set(node, Math.max(later, older.get(node) ?? 0));
    await tx.query('update push_receipt set nodes = $3 where token_id = $1 and nonce = $2', [
      tokenId,
      nonce,
      nodes.filter((node) => !older.has(node)),
    ]);
    return older;
  });
}
