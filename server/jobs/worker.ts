import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  parseCronItems,
  Logger as QueueLogger,
  type Runner,
  run,
  runMigrations,
  type TaskList,
} from 'graphile-worker';
import type { Logger } from 'pino';
import { SILENT_SECONDS } from '../collect/sweepRow.ts';
import { processMark } from '../postgres/processes.ts';
import type { Database } from '../store/database.ts';
import { Lanes } from './lanes.ts';
import { LapsedLogins } from './lapsedLogins.ts';
import { Shares } from './shares.ts';
import { type JobContext, TASKS } from './tasks.ts';

export interface WorkerOptions {
  db: Database;
  url: string;
  log: Logger;
  dataFolder: string;
  /** Nodes at once. */
  parallel: number;
}

export interface JobWorker {
  id: number;
  /** Breaks off what runs, which others then do, and lets go of the queue. */
  stop: () => Promise<void>;
}

const ALIVE_EVERY_MS = 2000;
/** Time to come back after the queue's own connections were lost. */
const AGAIN_MS = 2000;

/** Makes the queue's tables, or brings them to this version. */
export function prepareQueue(url: string): Promise<void> {
  return runMigrations({ connectionString: url, logger: silent });
}

/**
 * Takes jobs until it is stopped: visits nodes, begins sweeps that are due, ends those that are done. Any number of workers on any
 * machines share one database; one that dies is noticed by the others, which do again what it had begun.
 */
export async function startWorker(options: WorkerOptions): Promise<JobWorker> {
  const { db, url, log, parallel } = options;
  await prepareQueue(url);
  const stopping = new AbortController();
  const shares = new Shares(db);
  const lapsed = new LapsedLogins(log);
  const lanes = new Lanes(parallel);
  const context: JobContext = { ...options, shares, lapsed, lanes, signal: stopping.signal };
  const queue = new Queue(context, url);
  const id = await register(db, null, parallel, []);
  const looking = lookAfter(id, context, queue);
  const running = queue.keep();
  log.info({ worker: id, parallel }, 'takes jobs');
  return {
    id,
    stop: async () => {
      stopping.abort();
      await shares.leaveAll().catch((error) => log.warn({ error }, 'find may lag until the next sweep'));
      await queue.stop();
      await Promise.all([looking, running]);
      // What did not end in time is given to others at once.
      await letGo(db, queue.ids).catch((error) =>
        log.warn({ error }, 'others wait until it is taken for dead'),
      );
      await db.query('delete from worker where id = $1', [id]).catch(() => {});
    },
  };
}

/** Shows life. A worker that was silent for so long that others took it for dead is one again. */
async function register(db: Database, id: number | null, parallel: number, ids: string[]): Promise<number> {
  const made = await db.query<{ id: number }>(
    `insert into worker (id, host, mark, parallel, started_at, seen_at, queue_ids)
     values (coalesce($1, nextval('worker_id_seq')), $2, $3, $4, now(), now(), $5)
     on conflict (id) do update set seen_at = now(), queue_ids = excluded.queue_ids returning id`,
    [id, hostname(), processMark(process.pid), parallel, ids],
  );
  return made.rows[0]?.id ?? 0;
}

/** Shows life, looks who has died and what is to end. */
async function lookAfter(id: number, context: JobContext, queue: Queue): Promise<void> {
  const { db, log, shares, parallel, signal } = context;
  while (!signal.aborted) {
    try {
      await register(db, id, parallel, queue.ids);
      await buryTheDead(db, log);
      await shares.look();
    } catch (error) {
      // The database is away for a moment.
      log.debug({ error }, 'could not look after the sweeps');
    }
    await sleep(ALIVE_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

/** Gives the jobs that some workers had taken to others. */
async function letGo(db: Database, queueIds: string[]): Promise<void> {
  await db.query('select graphile_worker.force_unlock_workers($1)', [queueIds]);
}

/** What a worker that fell silent had begun is given to others. */
export async function buryTheDead(db: Database, log: Logger): Promise<void> {
  const dead = await db.query<{ id: number; host: string; ids: string[] }>(
    `delete from worker where seen_at < now() - make_interval(secs => $1) returning id, host, queue_ids as ids`,
    [SILENT_SECONDS],
  );
  for (const { id, host, ids } of dead.rows) {
    log.warn({ worker: id, host }, 'a worker fell silent; what it had begun is done again');
    await letGo(db, ids);
    await db.query(`update sweep set recovered = true where state = 'running' and worker = 'queue'`);
  }
}

const CRON = parseCronItems([{ task: 'tick', match: '* * * * *', options: { backfillPeriod: 0 } }]);

/** The runner of the queue, made anew when it ends by itself, as it does when the database goes away for long. */
class Queue {
  /** What the queue calls the workers of this process. */
  ids: string[] = [];
  private runner: Runner | undefined;

  constructor(
    private readonly context: JobContext,
    private readonly url: string,
  ) {}

  async keep(): Promise<void> {
    const { log, signal, db } = this.context;
    while (!signal.aborted) {
      try {
        // What the runner before had locked nobody will unlock.
        if (this.ids.length > 0)
          await db.query('select graphile_worker.force_unlock_workers($1)', [this.ids]);
        this.ids = [];
        this.runner = await run(this.options());
        await this.runner.promise;
      } catch (error) {
        log.warn({ error }, 'the queue was lost');
      }
      await sleep(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }

  async stop(): Promise<void> {
    await this.runner?.stop().catch(() => {});
  }

  private events(): EventEmitter {
    // Jobs are locked in the name of the pool, queues in that of its workers.
    return new EventEmitter()
      .on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => this.ids.push(workerPool.id))
      .on('worker:create', ({ worker }: { worker: { workerId: string } }) => this.ids.push(worker.workerId));
  }

  private options(): Parameters<typeof run>[0] {
    const { context } = this;
    const taskList: TaskList = Object.fromEntries(
      Object.entries(TASKS).map(([name, task]) => [name, (payload: unknown) => task(context, payload)]),
    );
    // More jobs than lanes, so that a node that hangs does not keep the lanes of its batch empty.
    const concurrency = Math.max(4, Math.ceil(context.parallel / 4));
    const logger = new QueueLogger(() => (level, message) => {
      if (level === 'error') context.log.warn({ queue: message }, 'job failed');
    });
    return {
      connectionString: this.url,
      maxPoolSize: 4,
      concurrency,
      noHandleSignals: true,
      taskList,
      parsedCronItems: CRON,
      logger,
      events: this.events(),
    };
  }
}

const silent = new QueueLogger(() => () => {});
