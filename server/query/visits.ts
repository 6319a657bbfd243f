import { facetNames } from '../facets/names.ts';
import type { FacetOutcome, Reason, VisitOutcome } from '../routes/schemas/common.ts';
import type { Visit } from '../routes/schemas/places.ts';
import type { Queryable } from '../store/database.ts';
import { outcomeNumber, outcomeOf } from '../store/visit.ts';
import { reasonOf, timeOf } from './rows.ts';
import { type PageAsked, pageOfList, type SqlList } from './sqlList.ts';

/** [facet number, root path, outcome, reason id], as a visit stores what was not simply present. */
export type StoredFailure = [facet: number, root: string, outcome: FacetOutcome, reason: number];

export interface VisitFilter extends PageAsked {
  sweep: number | null;
  node: number | null;
  site: string;
  cluster: string;
  outcome: VisitOutcome | '';
  reason: string;
}

/** Newest sweep first. */
export const visitList = {
  statement: 'visits',
  columns: {
    sweep: { by: 'sweep', type: 'int' },
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    name: { by: 'name', type: 'text' },
    startedAt: { by: 'started_at', type: 'timestamptz' },
    milliseconds: { by: 'milliseconds', type: 'int' },
    bytes: { by: 'bytes', type: 'int' },
    outcome: { by: 'outcome', type: 'int' },
    reason: { by: `coalesce(reason_code, '')`, type: 'text' },
  },
  order: [
    { by: 'sweep', type: 'int', down: true },
    { by: 'node', type: 'int' },
  ],
} satisfies SqlList;

interface VisitRow extends Record<string, unknown> {
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
}

export async function listVisits(db: Queryable, filter: VisitFilter) {
  const { sweep, node, site, cluster, reason } = filter;
  const outcome = filter.outcome === '' ? null : outcomeNumber(filter.outcome);
  const page = await pageOfList<VisitRow>(
    db,
    visitList,
    [sweep, node, site, cluster, outcome, reason],
    filter,
  );
  const named = await reasonsOf(
    db,
    page.items.flatMap((row) => row.failures ?? []),
  );
  return { ...page, items: page.items.map((row) => visitOf(row, named)) };
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
