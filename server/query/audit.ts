import type { Page } from '../routes/endpoint.ts';
import type { AuditRow } from '../routes/schemas/acts.ts';
import type { Queryable } from '../store/database.ts';
import { timeOf } from './rows.ts';
import { type PageAsked, pageOfList, type SqlList } from './sqlList.ts';

export interface AuditFilter extends PageAsked {
  who: string;
  action: string;
}

interface Row extends Omit<AuditRow, 'at'> {
  at: Date;
}

/** Newest first, unless another order is asked for. */
export const auditList = {
  statement: 'audit',
  columns: {
    at: { by: 'at', type: 'timestamptz' },
    who: { by: 'who', type: 'text' },
    via: { by: 'via', type: 'text' },
    action: { by: 'action', type: 'text' },
    target: { by: 'target', type: 'text' },
    outcome: { by: 'outcome', type: 'text' },
  },
  order: [{ by: 'id', type: 'int', down: true }],
} satisfies SqlList;

/** Who changed what. */
export async function listAudit(db: Queryable, filter: AuditFilter): Promise<Page<AuditRow>> {
  const { who, action } = filter;
  const page = await pageOfList<Row & Record<string, unknown>>(db, auditList, [who, action], filter);
  return {
    ...page,
    items: page.items.map(({ id, at, who, via, action, target, detail, outcome }) => ({
      id,
      at: timeOf(at),
      who,
      via,
      action,
      target,
      detail,
      outcome,
    })),
  };
}
