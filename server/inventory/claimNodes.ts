import type { Queryable } from '../store/database.ts';
import { type Discovery, sourceKey } from './discovery.ts';

/** The source of nodes that the sites file named once and names no more. */
const LEFT = 'left';

/**
 * Tells nodes that the file names from those that it leaves to a source. Gives the names of the latter: they are
 * nothing extra.
 */
export async function claimNodes(
  tx: Queryable,
  clusterId: number,
  named: string[],
  discovery: Discovery | null,
): Promise<string[]> {
  await tx.query(
    `update node set discovered = jsonb_set(discovered, '{source}', '""')
     where cluster_id = $1 and name = any($2) and discovered ->> 'source' <> ''`,
    [clusterId, named],
  );
  if (discovery === null) return [];
  await tx.query(
    `update node set discovered = coalesce(discovered, '{}') || jsonb_build_object('source', $3::text)
     where cluster_id = $1 and retired_at is null and not name = any($2)
       and (discovered is null or discovered ->> 'source' = '')`,
    [clusterId, named, LEFT],
  );
  const keys = discovery.groups.map(({ source }) => sourceKey(source));
  const found = await tx.query<{ name: string }>(
    `select name from node where cluster_id = $1 and retired_at is null and discovered ->> 'source' = any($2)`,
    [clusterId, keys],
  );
  return found.rows.map((row) => row.name);
}
