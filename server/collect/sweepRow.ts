import { hostname } from 'node:os';
import { codeOf, GazetteerError } from '../errors.ts';
import { processMark } from '../postgres/processes.ts';
import { inCluster } from '../store/clusterLock.ts';
import type { Database, Queryable } from '../store/database.ts';
import { bringUpToDate, endDead } from './deadSweeps.ts';
import { type Pause, pausedError } from './pausedError.ts';

/** The row of a sweep: how it begins, shows life, is asked to end, and ends. */

export interface NewSweep {
  clusterId: number;
  /** `site/cluster` */
  name: string;
  expected: number;
  full: boolean;
  /** `queue` when workers share it; otherwise this process runs it. */
  by: 'queue' | 'process';
  trigger: 'command' | 'schedule';
  dueAt?: Date;
}

/** Host and process of a sweep or worker, so that others can tell whether it still runs. */
export const ownMark = (): string => `${hostname()} ${processMark(process.pid)}`;

/**
 * Starts a sweep unless one of this cluster runs; sweeps of processes that died are closed first. What `along` does is
 * done with it or not at all.
 */
export async function beginSweep(
  db: Database,
  sweep: NewSweep,
  along: (tx: Queryable, sweepId: number) => Promise<void> = async () => {},
): Promise<number> {
  const { dead, sweepId } = await inCluster(db, sweep.clusterId, async (tx) => {
    const { alive, dead } = await endDead(tx, sweep.clusterId);
    if (alive !== null) throw alreadyRunning(sweep.name, alive);
    await refusePaused(tx, sweep);
    const sweepId = await insertSweep(tx, sweep);
    await along(tx, sweepId);
    return { dead, sweepId };
  });
  await bringUpToDate(db, sweep.clusterId, dead);
  return sweepId;
}

/** The switch is looked at where a sweep begins: clusters of one command begin one after the other, hours apart. */
async function refusePaused(tx: Queryable, { clusterId, name }: NewSweep): Promise<void> {
  const found = await tx.query<Pause>(
    'select paused_at as at, paused_why as why from cluster where id = $1 and paused_at is not null',
    [clusterId],
  );
  const [pause] = found.rows;
  if (pause) throw pausedError(name, pause);
}

async function insertSweep(tx: Queryable, sweep: NewSweep): Promise<number> {
  try {
    const made = await tx.query<{ id: number }>(
      `insert into sweep (cluster_id, started_at, state, expected, worker, trigger, due_at, "full", seen_at)
       values ($1, now(), 'running', $2, $3, $4, $5, $6, now()) returning id`,
      [
        sweep.clusterId,
        sweep.expected,
        sweep.by === 'queue' ? 'queue' : ownMark(),
        sweep.trigger,
        sweep.dueAt ?? null,
        sweep.full,
      ],
    );
    return made.rows[0]?.id ?? 0;
  } catch (error) {
    // The database itself allows no second one (sweep_running_key).
    if (codeOf(error) === '23505') throw alreadyRunning(sweep.name, null);
    throw error;
  }
}

function alreadyRunning(name: string, id: number | null): GazetteerError {
  const which = id === null ? '' : ` (sweep ${id})`;
  return new GazetteerError(
    'sweep-running',
    `a sweep of ${name} is running already${which}`,
    id === null
      ? 'Wait for it to end'
      : `Wait for it to end (gazetteer sweeps watch ${id}), or end it: gazetteer sweeps cancel ${id}`,
  );
}

/** Shows life, and tells whether somebody wants the sweep to end. */
export async function showLife(db: Queryable, sweepId: number): Promise<{ cancelled: boolean }> {
  const found = await db.query<{ cancelled: boolean }>(
    'update sweep set seen_at = now() where id = $1 returning cancel_at is not null as cancelled',
    [sweepId],
  );
  return { cancelled: found.rows[0]?.cancelled ?? true };
}

export interface EndedSweep {
  state: 'finished' | 'cancelled' | 'interrupted';
  changed: number;
}

/** Ends a sweep that still runs. One whose nodes were all visited is finished, whoever wanted it to end. */
export async function endSweep(
  db: Queryable,
  sweepId: number,
  ended: { note: string; otherwise: 'cancelled' | 'interrupted' },
): Promise<EndedSweep> {
  await db.query(
    `update sweep set finished_at = now(), claims = '{}',
       state = case when visits.count >= expected then 'finished' else $2 end,
       note = case when visits.count >= expected or $3 = '' then ''
         else $3 || ': ' || (expected - visits.count) || ' of ' || expected || ' nodes were not visited' end
     from (select count(*)::int as count from visit where sweep_id = $1) as visits
     where sweep.id = $1 and state = 'running'`,
    [sweepId, ended.otherwise, ended.note],
  );
  // Asked for by itself: a try whose answer was lost, or another process, may have ended it before.
  const found = await db.query<EndedSweep & Record<string, unknown>>(
    'select state, changed from sweep where id = $1',
    [sweepId],
  );
  return found.rows[0] ?? { state: ended.otherwise, changed: 0 };
}

/** Asks a running sweep to end; whoever runs it looks every second or two. One that workers share ends at once. */
export async function cancelSweep(db: Queryable, sweepId: number): Promise<void> {
  const found = await db.query<{ worker: string }>(
    `update sweep set cancel_at = coalesce(cancel_at, now()) where id = $1 and state = 'running' returning worker`,
    [sweepId],
  );
  const row = found.rows[0];
  if (row?.worker === 'queue')
    await endSweep(db, sweepId, { note: 'it was cancelled', otherwise: 'cancelled' });
  if (row) return;
  const other = await db.query<{ state: string }>('select state from sweep where id = $1', [sweepId]);
  const state = other.rows[0]?.state;
  if (state === undefined) throw new GazetteerError('not-found', `there is no sweep ${sweepId}`);
  throw new GazetteerError('not-running', `sweep ${sweepId} does not run any more: it is ${state}`);
}
