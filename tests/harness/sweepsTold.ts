import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../../server/store/database.ts';

/** A sweep as the database has it. */
export interface ToldSweep {
  state: string;
  note: string;
  changed: number;
  visits: number;
  nodes: number;
  /** Visits that are not complete. */
  bad: number;
  reasons: string[];
}

export async function sweepTold(db: Queryable, id: number): Promise<ToldSweep> {
  const found = await db.query<ToldSweep & Record<string, unknown>>(
    `select state, note, changed, count(visit.node_id)::int as visits, count(distinct visit.node_id)::int as nodes,
       (count(*) filter (where visit.outcome > 0))::int as bad,
       coalesce(array_agg(distinct reason.code || ': ' || reason.message) filter (where reason.id is not null), '{}') as reasons
     from sweep left join visit on visit.sweep_id = sweep.id left join reason on reason.id = visit.reason_id
     where sweep.id = $1 group by sweep.id`,
    [id],
  );
  const row = found.rows[0];
  if (!row) throw new Error(`there is no sweep ${id}`);
  return row;
}

/** Waits until a sweep has come so far; the database may be away in between. */
export async function sweepIs(
  db: Queryable,
  id: number,
  holds: (row: ToldSweep) => boolean,
  seconds = 60,
): Promise<ToldSweep> {
  let last: unknown;
  for (let tries = 0; tries < seconds * 20; tries += 1) {
    try {
      const row = await sweepTold(db, id);
      if (holds(row)) return row;
      last = row;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  }
  throw new Error(`it did not come to that in ${seconds} s: ${JSON.stringify(last)} ${last}`);
}

/** What is open, in words instead of numbers, so that two databases can be compared; and how much was closed. */
export async function factsOf(db: Queryable) {
  const open = await db.query<{ fact: string }>(
    `select concat_ws(' ', 'node', node.name, facet, encode(document.hash, 'hex')) as fact
     from observation join node on node.id = node_id join document on document.id = document_id where until is null
     union all
     select concat_ws(' ', 'sees', node.name, root.kind, root.path)
     from node_root join node on node.id = node_id join root on root.id = root_id where until is null
     union all
     select concat_ws(' ', 'item', root.kind, root.path, item.path, encode(document.hash, 'hex'))
     from root_item as item join root on root.id = item.root_id join document on document.id = item.document_id
     where item.until is null order by 1`,
  );
  const closed = await db.query<{ observations: number; sights: number; items: number }>(
    `select (select count(*) from observation where until is not null)::int as observations,
       (select count(*) from node_root where until is not null)::int as sights,
       (select count(*) from root_item where until is not null)::int as items`,
  );
  return { open: open.rows.map(({ fact }) => fact), closed: closed.rows[0] };
}
