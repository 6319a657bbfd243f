import { z } from 'zod';
import { refreshDrift } from '../changes/drift/standing.ts';
import { refreshWhenDue } from '../compare/refresh.ts';
import { makeAsked } from '../delivery/asked.ts';
import { deliver } from '../delivery/deliver.ts';
import { makeEdition, Waits } from '../delivery/edition.ts';
import { tickReports } from '../delivery/tick.ts';
import { GazetteerError } from '../errors.ts';
import { prune } from '../store/prune/prune.ts';
import type { JobContext } from './context.ts';
import { Finish, finish } from './finish.ts';
import type { Payloads } from './queue.ts';
import { nameOf, startSweep } from './startSweep.ts';
import { tick } from './tick.ts';
import { Visits, visits } from './visits.ts';

/** Schedules that cannot be followed are found every minute, and stand once in the log of each process. */
const told = new Set<string>();

/** Everything a worker does. A job that fails is tried again, by any worker. */
export const TASKS: { [T in keyof Payloads]: (context: JobContext, payload: unknown) => Promise<void> } = {
  tick: async ({ db, log }) => {
    await tick(db);
    for (const { name, problem } of await tickReports(db)) {
      if (told.has(`${name} ${problem}`)) continue;
      told.add(`${name} ${problem}`);
      log.error({ schedule: name, problem }, 'a regular report is not made');
    }
  },
  sweep: (context, payload) => sweep(context, Sweep.parse(payload)),
  visits: (context, payload) => visits(context, Visits.parse(payload)),
  finish: (context, payload) => finish(context, Finish.parse(payload).sweepId),
  prune: (context) => thin(context),
  compare: async ({ db, config }) => {
    await refreshWhenDue(db, config.compare);
    await refreshDrift(db, { rollingDays: config.rollingDays, now: new Date() });
  },
  report: (context, payload) => makeEdition(context, Waits.parse(payload).id),
  deliver: (context, payload) => deliver(context, Waits.parse(payload).id),
  order: (context, payload) => makeAsked(context, Waits.parse(payload).id),
};

const Sweep = z.object({
  clusterId: z.number(),
  trigger: z.enum(['command', 'schedule']),
  dueAt: z.string().nullable(),
  full: z.boolean(),
});

async function sweep(context: JobContext, order: z.infer<typeof Sweep>): Promise<void> {
  const { db, dataFolder, signal, log } = context;
  const dueAt = order.dueAt === null ? null : new Date(order.dueAt);
  try {
    const cluster = await nameOf(db, order.clusterId);
    await startSweep(db, { ...order, cluster, dueAt }, { dataFolder, signal, log });
  } catch (error) {
    // It comes again with the next tick, as long as it is due and the cluster is in service.
    if (error instanceof GazetteerError && ['sweep-running', 'not-found'].includes(error.code)) return;
    throw error;
  }
}

/** Thins old history. What it does not come to, because the worker stops, the next night does. */
async function thin({ db, log, config, signal }: JobContext): Promise<void> {
  try {
    const { removed, cancelled } = await prune(db, config.retention, { signal });
    log.info({ removed, cancelled }, 'thinned old history');
  } catch (error) {
    if (!(error instanceof GazetteerError) || error.code !== 'prune-running') throw error;
  }
}
