import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { LEARNT, takeOver } from './takeOver.ts';

/**
 * Gives nodes of a cluster new names; their ids and all that is known of them stay. A rename that was made before
 * is made no more. Gives those that were made now.
 */
export async function renameNodes(
  tx: Queryable,
  clusterId: number,
  cluster: string,
  renamed: Record<string, string>,
): Promise<{ from: string; to: string }[]> {
  const made: { from: string; to: string }[] = [];
  for (const [from, to] of Object.entries(renamed)) {
    const found = await tx.query<{ id: number; name: string; visited: boolean; learnt: boolean }>(
      `select id, name, exists (select from visit where visit.node_id = node.id) as visited, ${LEARNT} as learnt
       from node where cluster_id = $1 and name = any($2)`,
      [clusterId, [from, to]],
    );
    const old = found.rows.find((row) => row.name === from);
    const taken = found.rows.find((row) => row.name === to);
    if (!old) continue;
    // Of two of which nothing is known, neither has a history to keep for the other.
    if (taken?.visited && (taken.learnt || !old.learnt)) {
      throw new GazetteerError(
        'name-taken',
        `${cluster}/${from} cannot be renamed to ${to}: both were visited, so each has a history of its own`,
        `Leave ${from} out of "renamed"`,
      );
    }
    // The new name came before the rename was told; nothing is known under it.
    if (taken) await takeOver(tx, taken.id, old.id);
    await tx.query('insert into node_name (node_id, name, until) values ($1, $2, now())', [old.id, from]);
    await tx.query('update node set name = $2 where id = $1', [old.id, to]);
    made.push({ from, to });
  }
  return made;
}
