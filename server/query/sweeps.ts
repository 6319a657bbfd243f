import { GazetteerError } from '../errors.ts';
import { keyOfCursor, pageOfRows } from '../routes/cursor.ts';
import type { Sweep } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { timeOf, timeOrNull } from './rows.ts';

interface SweepRow {
  id: number;
  site: string;
  cluster: string;
  started_at: Date;
  finished_at: Date | null;
  state: Sweep['state'];
  expected: number;
  changed: number;
  trigger: Sweep['trigger'];
  full: boolean;
  note: string;
  thinned_total: number;
  total: number;
  complete: number;
  partial: number;
  failed: number;
  not_expected: number;
}

export interface SweepFilter {
  site: string;
  cluster: string;
  limit: number;
  after: string;
}

export async function listSweeps(db: Queryable, filter: SweepFilter) {
  const after = keyOfCursor(filter.after, ['integer']);
  const found = await db.query<SweepRow>(sql('sweeps'), [
    filter.site,
    filter.cluster,
    null,
    after?.[0] ?? null,
    filter.limit + 1,
  ]);
  const total = found.rows[0]?.total ?? 0;
  return pageOfRows(found.rows, filter.limit, total, sweepOf, (row) => [row.id]);
}

export async function sweepById(db: Queryable, id: number): Promise<Sweep> {
  const found = await db.query<SweepRow>(sql('sweeps'), ['', '', id, null, 1]);
  const row = found.rows[0];
  if (!row) throw new GazetteerError('not-found', `there is no sweep ${id}`);
  return sweepOf(row);
}

function sweepOf(row: SweepRow): Sweep {
  return {
    id: row.id,
    site: row.site,
    cluster: row.cluster,
    startedAt: timeOf(row.started_at),
    finishedAt: timeOrNull(row.finished_at),
    state: row.state,
    expected: row.expected,
    outcomes: {
      complete: row.complete,
      partial: row.partial,
      failed: row.failed,
      notExpected: row.not_expected,
    },
    changed: row.changed,
    trigger: row.trigger,
    full: row.full,
    note: row.note,
    thinned: row.thinned_total,
  };
}
