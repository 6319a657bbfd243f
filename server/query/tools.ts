import { keyOfCursor, pageOfRows } from '../routes/cursor.ts';
import type { FindRow, ToolSuggestion } from '../routes/schemas/find.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';

export interface ToolFilter {
  q: string;
  site: string;
  cluster: string;
  provider: FindRow['provider'] | '';
  limit: number;
  after: string;
}

interface ToolRow extends ToolSuggestion {
  rank: number;
  size: number;
  total: number;
}

/** Tools whose name or label holds a text; with no text, all of a scope by name. */
export async function listTools(db: Queryable, filter: ToolFilter) {
  const after = keyOfCursor(filter.after, ['integer', 'integer', 'text']) ?? [null, null, null];
  const found = await db.query<ToolRow>(sql('tools'), [
    filter.q.trim(),
    filter.site,
    filter.cluster,
    filter.provider === '' ? null : providerNumber(filter.provider),
    ...after,
    filter.limit + 1,
  ]);
  const total = found.rows[0]?.total ?? 0;
  return pageOfRows(
    found.rows,
    filter.limit,
    total,
    ({ tool, label, versions, clusters }) => ({ tool, label, versions, clusters }),
    (row) => [row.rank, row.size, row.tool],
  );
}
