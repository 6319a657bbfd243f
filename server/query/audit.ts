import { keyOfCursor, pageOfRows } from '../routes/cursor.ts';
import type { AuditRow } from '../routes/schemas/acts.ts';
import type { Queryable } from '../store/database.ts';
import { timeOf } from './rows.ts';

export interface AuditFilter {
  who: string;
  action: string;
  limit: number;
  after: string;
}

/** Who changed what, newest first. */
export async function listAudit(db: Queryable, { who, action, limit, after }: AuditFilter) {
  const key = keyOfCursor(after, ['integer']);
  const found = await db.query<Omit<AuditRow, 'at'> & { at: Date; total: number }>(
    `with matching as (
       select * from audit where ($1 = '' or strpos(lower(who), lower($1)) > 0) and ($2 = '' or strpos(action, lower($2)) > 0)
     )
     select matching.*, (select count(*)::int from matching) as total from matching
     where $3::int is null or id < $3 order by id desc limit $4`,
    [who, action, key?.[0] ?? null, limit + 1],
  );
  const total = found.rows[0]?.total ?? 0;
  const item = ({ total: _, at, ...row }: (typeof found.rows)[number]): AuditRow => ({
    ...row,
    at: timeOf(at),
  });
  return pageOfRows(found.rows, limit, total, item, (row) => [row.id]);
}
