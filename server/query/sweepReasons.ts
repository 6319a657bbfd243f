import { fold } from '../inventory/nodeSetFold.ts';
import type { SweepReason, SweepSlowest } from '../routes/schemas/sweeps.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { outcomeOf } from '../store/visit.ts';
import { reasonOf } from './rows.ts';
import { sweepById } from './sweeps.ts';

/** Why nodes of a sweep were not read whole, the most frequent reason first. */
export async function sweepReasons(db: Queryable, id: number): Promise<SweepReason[]> {
  await sweepById(db, id);
  const found = await db.query<{ outcome: number; code: string; message: string; names: string[] }>(
    sql('sweep-reasons'),
    [id],
  );
  return found.rows.flatMap(({ outcome, code, message, names }) => {
    const reason = reasonOf(code, message);
    const nodes = { nodes: names.length, names: fold(names) };
    return reason ? [{ outcome: outcomeOf(outcome), ...reason, ...nodes }] : [];
  });
}

const SLOWEST = 10;

/** The visits of a sweep that took longest. */
export async function sweepSlowest(db: Queryable, id: number): Promise<SweepSlowest[]> {
  await sweepById(db, id);
  const found = await db.query<Omit<SweepSlowest, 'outcome'> & { outcome: number }>(
    `select node.id as node, node.name, visit.milliseconds, visit.bytes, visit.outcome
     from visit join node on node.id = visit.node_id where visit.sweep_id = $1 and visit.outcome <> 3
     order by visit.milliseconds desc, node.name limit ${SLOWEST}`,
    [id],
  );
  return found.rows.map((row) => ({ ...row, outcome: outcomeOf(row.outcome) }));
}
