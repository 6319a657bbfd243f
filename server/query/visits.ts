import { facetNames } from '../facets/names.ts';
import { keyOfCursor, pageOfRows } from '../routes/cursor.ts';
import type { FacetOutcome, Reason, VisitOutcome } from '../routes/schemas/common.ts';
import type { Visit } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { outcomeNumber, outcomeOf } from '../store/visit.ts';
import { reasonOf, timeOf } from './rows.ts';

/** [facet number, root path, outcome, reason id], as a visit stores what was not simply present. */
export type StoredFailure = [facet: number, root: string, outcome: FacetOutcome, reason: number];

export interface VisitFilter {
  sweep: number | null;
  node: number | null;
  site: string;
  cluster: string;
  outcome: VisitOutcome | '';
  reason: string;
  limit: number;
  after: string;
}

interface VisitRow {
  sweep: number;
  node: number;
  site: string;
  cluster: string;
  name: string;
  started_at: Date;
  milliseconds: number;
  bytes: number;
  outcome: number;
  failures: StoredFailure[] | null;
  reason_code: string | null;
  reason_message: string | null;
  total: number;
}

export async function listVisits(db: Queryable, filter: VisitFilter) {
  const after = keyOfCursor(filter.after, ['integer', 'integer']);
  const found = await db.query<VisitRow>(sql('visits'), [
    filter.sweep,
    filter.node,
    filter.site,
    filter.cluster,
    filter.outcome === '' ? null : outcomeNumber(filter.outcome),
    filter.reason,
    after?.[0] ?? null,
    after?.[1] ?? null,
    filter.limit + 1,
  ]);
  const named = await reasonsOf(
    db,
    found.rows.flatMap((row) => row.failures ?? []),
  );
  const total = found.rows[0]?.total ?? 0;
  return pageOfRows(
    found.rows,
    filter.limit,
    total,
    (row) => visitOf(row, named),
    (row) => [row.sweep, row.node],
  );
}

function visitOf(row: VisitRow, named: Map<number, Reason>): Visit {
  return {
    sweep: row.sweep,
    node: row.node,
    site: row.site,
    cluster: row.cluster,
    name: row.name,
    startedAt: timeOf(row.started_at),
    milliseconds: row.milliseconds,
    bytes: row.bytes,
    outcome: outcomeOf(row.outcome),
    reason: reasonOf(row.reason_code, row.reason_message),
    failures: (row.failures ?? []).map(([facet, root, outcome, reason]) => ({
      facet: facetNames[facet] ?? String(facet),
      root,
      outcome,
      reason: named.get(reason) ?? { code: 'error', sentence: '', message: '' },
    })),
  };
}

/** The reasons that some failures point to, by id. */
export async function reasonsOf(db: Queryable, failures: StoredFailure[]): Promise<Map<number, Reason>> {
  const ids = [...new Set(failures.map((failure) => failure[3]))];
  if (ids.length === 0) return new Map();
  const found = await db.query<{ id: number; code: string; message: string }>(
    'select id, code, message from reason where id = any($1)',
    [ids],
  );
  const none: Reason = { code: 'error', sentence: '', message: '' };
  return new Map(found.rows.map((row) => [row.id, reasonOf(row.code, row.message) ?? none]));
}
