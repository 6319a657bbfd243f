import { allChanges } from '../changes/list.ts';
import { listNodes } from '../query/nodes.ts';
import type { Sweep } from '../routes/schemas/places.ts';
import type { Queryable } from '../store/database.ts';
import { isWhole, keptSince } from '../store/prune/kept.ts';
import type { Report } from './model.ts';
import { type Period, periodBefore, windowOfPeriod } from './period.ts';
import { unseenFilter } from './sections/address.ts';
import { type Due, duesOf } from './sections/due.ts';
import type { Source } from './sections/source.ts';
import { sweepsOf } from './sections/sweepsOf.ts';
import { readReport } from './stored.ts';

/** What is known of the period before. */
export interface Before {
  period: Period;
  /** null where nothing was swept in it, or not all of it is kept. */
  counted: Counted | null;
  /** Its own report, made before the present period was over; null where there is none. */
  report: { id: number; report: Report } | null;
}

export interface Counted {
  sweeps: Sweep[];
  dues: Due[];
  unseen: number;
  unread: number;
  changes: number;
  /** Changes by their kind. */
  kinds: Map<string, number>;
}

/** Counts the period before as the present one is counted, and finds what was told of it when it was over. */
export async function beforeOf(source: Omit<Source, 'sweeps' | 'before' | 'dues'>): Promise<Before> {
  const period = periodBefore(source.period);
  return {
    period,
    counted: await countedOf({ ...source, period, window: windowOfPeriod(period) }),
    report: await reportOf(source.db, source.scope.text, period, source.period.to),
  };
}

async function countedOf(source: Omit<Source, 'sweeps' | 'before' | 'dues'>): Promise<Counted | null> {
  const { db, scope, window, config } = source;
  if (!isWhole(window.since, (await keptSince(db)).visits)) return null;
  const sweeps = await sweepsOf(source);
  if (sweeps.length === 0) return null;
  const { changes, apart } = await allChanges(db, scope.text, window);
  const kinds = new Map<string, number>();
  for (const { kind } of changes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const unseen = await listNodes(
    db,
    { ...unseenFilter(source), limit: 1, after: '' },
    config.compare.staleDays,
  );
  const unread = apart.filter(({ state }) => state === 'failed' || state === 'held').length;
  const dues = [...(await duesOf(source)).values()];
  return { sweeps, dues, unseen: unseen.total, unread, changes: changes.length, kinds };
}

/** One that was made after this period was over tells of the same time, and nothing moved since. */
async function reportOf(
  db: Queryable,
  scope: string,
  { from, to, timeZone }: Period,
  end: Date,
): Promise<Before['report']> {
  const found = await db.query<{ id: number }>(
    `select id from report where scope = $1 and from_at = $2 and to_at = $3 and time_zone = $4 and made_at < $5
     order by made_at limit 1`,
    [scope, from, to, timeZone, end],
  );
  const [row] = found.rows;
  if (!row) return null;
  const { report } = await readReport(db, row.id);
  return { id: row.id, report };
}
