import { keyOfCursor, pageOfRows } from '../routes/cursor.ts';
import type { NodeRow } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { outcomeOf } from '../store/visit.ts';
import { headlines } from './headlines.ts';
import { reasonOf, timeOrNull } from './rows.ts';

export interface NodeFilter {
  site: string;
  cluster: string;
  role: string;
  outcome: string;
  reason: string;
  q: string;
  limit: number;
  after: string;
}

export interface NodeRecord {
  id: number;
  site: string;
  cluster: string;
  name: string;
  role: NodeRow['role'];
  address: string;
  transport: string;
  outcome: number | null;
  visited_at: Date | null;
  last_good_at: Date | null;
  reason_code: string | null;
  reason_message: string | null;
  total: number;
}

export async function listNodes(db: Queryable, filter: NodeFilter) {
  const after = keyOfCursor(filter.after, ['text', 'text', 'text']) ?? [null, null, null];
  const found = await db.query<NodeRecord>(sql('nodes'), [
    filter.site,
    filter.cluster,
    filter.role,
    filter.outcome,
    filter.reason,
    filter.q,
    ...after,
    filter.limit + 1,
    null,
  ]);
  const rows = await withHeadlines(db, found.rows);
  const total = found.rows[0]?.total ?? 0;
  return pageOfRows(
    rows,
    filter.limit,
    total,
    (row) => row,
    (row) => [row.site, row.cluster, row.name],
  );
}

export async function nodeRecord(db: Queryable, id: number): Promise<NodeRecord | undefined> {
  const all = ['', '', '', '', '', '', null, null, null];
  const found = await db.query<NodeRecord>(sql('nodes'), [...all, 1, id]);
  return found.rows[0];
}

export async function withHeadlines(db: Queryable, records: NodeRecord[]): Promise<NodeRow[]> {
  const lines = await headlines(
    db,
    records.map((record) => record.id),
  );
  return records.map((record) => ({
    id: record.id,
    site: record.site,
    cluster: record.cluster,
    name: record.name,
    role: record.role,
    outcome: record.outcome === null ? null : outcomeOf(record.outcome),
    reason: reasonOf(record.reason_code, record.reason_message),
    visitedAt: timeOrNull(record.visited_at),
    lastGoodAt: timeOrNull(record.last_good_at),
    ...(lines.get(record.id) ?? { architecture: '', os: '', kernel: '', gpus: '' }),
  }));
}
