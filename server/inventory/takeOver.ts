import type { Queryable } from '../store/database.ts';

/**
 * Makes room for a name: the node that has it was visited in vain, since it is the one that is renamed and nobody had said so.
 * Its visits become those of that one. Where a sweep visited both, one visit stays, and the sweep goes on counting the other.
 */
export async function takeOver(tx: Queryable, taken: number, by: number): Promise<void> {
  await tx.query(
    `update visit set node_id = $2 where node_id = $1
       and not exists (select from visit as own where own.node_id = $2 and own.sweep_id = visit.sweep_id)`,
    [taken, by],
  );
  await tx.query(
    `with gone as (delete from visit where node_id = $1 returning sweep_id, outcome)
     update sweep set thinned[gone.outcome + 1] = thinned[gone.outcome + 1] + 1
     from gone where sweep.id = gone.sweep_id`,
    [taken],
  );
  await tx.query('update push_token set node_id = $2 where node_id = $1', [taken, by]);
  await tx.query('delete from node_name where node_id = $1', [taken]);
  await tx.query('delete from node where id = $1', [taken]);
}

/** Whether anything was ever read of a node, so that it has a history of its own. */
export const LEARNT = `exists (select from visit where visit.node_id = node.id and visit.confirmed <> 0)
  or exists (select from observation where observation.node_id = node.id)
  or exists (select from node_root where node_root.node_id = node.id)`;
