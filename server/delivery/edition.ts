import { z } from 'zod';
import type { Config } from '../config.ts';
import { addJob } from '../jobs/queue.ts';
import { makeReport } from '../reports/make.ts';
import type { Database, Queryable } from '../store/database.ts';
import { giveBack, type Lease, release, take } from './lease.ts';
import { Refused } from './retry.ts';
import { Schedule, type Target } from './schedule.ts';
import { within } from './within.ts';

/** What the queue is given of anything that waits. */
export const Waits = z.object({ id: z.number() });

interface Edition {
  scope: string;
  from: Date;
  to: Date;
  timezone: string;
  test: boolean;
  settings: unknown;
  name: string;
  retired: boolean;
  /** Whom a test goes to; empty for all that the schedule names. */
  only: string[];
}

/** Makes the report of an edition and has it delivered to everybody whom its schedule names. */
export async function makeEdition(
  store: { db: Database; config: Config; signal: AbortSignal },
  id: number,
): Promise<void> {
  const { db, signal } = store;
  const lease = await take(db, 'report_edition', id);
  if (!lease) return;
  try {
    const found = await db.query<Edition & Record<string, unknown>>(
      `select edition.scope, period_from as "from", period_to as "to", timezone, test, settings, "only", name,
         retired_at is not null as retired
       from report_edition as edition join report_schedule on report_schedule.id = schedule_id where edition.id = $1`,
      [id],
    );
    const [edition] = found.rows;
    if (!edition) return;
    if (edition.retired)
      throw new Refused('not-wanted', `the report ${edition.name} is not made regularly any more`);
    const { scope, from, to, timezone } = edition;
    const asked = { scope, from, to, timeZone: timezone };
    const { id: report } = await within(lease, signal, (own) =>
      // Between two of its parts it can be broken off.
      makeReport(store, asked, () => own.throwIfAborted()),
    );
    const { targets } = Schedule.parse(edition.settings);
    await db.transaction((tx) => handOver(tx, lease, report, wanted(targets, edition.only)));
  } catch (error) {
    if (signal.aborted) {
      // Nothing is wrong with it: another worker begins anew.
      await release(db, lease);
      throw error;
    }
    await giveBack(db, lease, error);
  }
}

const wanted = (targets: Target[], only: string[]) =>
  only.length === 0 ? targets : targets.filter(({ address }) => only.includes(address));

/** What others took over meanwhile is theirs. */
async function handOver(
  tx: Queryable,
  { id, mark }: Lease,
  report: number,
  targets: Target[],
): Promise<void> {
  const made = await tx.query(
    `update report_edition set state = 'made', report_id = $3, made_at = now(), next_at = null, lease = '', code = '', message = ''
     where id = $1 and lease = $2 and state = 'waiting'`,
    [id, mark, report],
  );
  if (made.rowCount === 0) return;
  const deliveries = await tx.query<{ id: number }>(
    `insert into report_delivery (edition_id, kind, address, next_at)
     select $1, kind, address, now() from unnest($2::text[], $3::text[]) as target (kind, address)
     on conflict do nothing returning id`,
    [id, targets.map(({ kind }) => kind), targets.map(({ address }) => address)],
  );
  for (const delivery of deliveries.rows)
    await addJob(tx, 'deliver', { id: delivery.id }, { key: `deliver ${delivery.id}` });
}
