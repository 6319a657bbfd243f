import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  parseCronItems,
  Logger as QueueLogger,
  type Runner,
  run,
  runMigrations,
  type TaskList,
} from 'graphile-worker';
import pg from 'pg';
import type { Database } from '../store/database.ts';
import type { JobContext } from './context.ts';
import { TASKS } from './tasks.ts';

/** Time to come back after the queue's own connections were lost. */
const AGAIN_MS = 2000;

const silent = new QueueLogger(() => () => {});

/** Makes the queue's tables, or brings them to this version. */
export function prepareQueue(url: string): Promise<void> {
  return runMigrations({ connectionString: url, logger: silent });
}

/** Time that a runner has to end after it lost what it had to tell the database. */
const ENDS_WITHIN_MS = 5000;

/** Gives the jobs that some workers had taken to others. */
export async function letGo(db: Database, queueIds: string[]): Promise<void> {
  await db.query('select graphile_worker.force_unlock_workers($1)', [queueIds]);
}

/** Times are UTC. What was not done because nothing ran is not made up for: a tick looks back, and a night comes again. */
const CRON = parseCronItems([
  { task: 'tick', match: '* * * * *', options: { backfillPeriod: 0 } },
  { task: 'compare', match: '* * * * *', options: { backfillPeriod: 0 } },
  { task: 'prune', match: '17 3 * * *', options: { backfillPeriod: 0 } },
]);

/**
 * Connections of a runner. The library would make them itself, and listen no more when it ends: one that the database ends
 * in that moment would end the process.
 */
function poolOf(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const ignore = () => {};
  return pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
}

/** The runner of the queue, made anew when it ends by itself, as it does when the database goes away for long. */
export class Queue {
  /** What the queue calls the workers of this process. */
  ids: string[] = [];
  private runner: Runner | undefined;
  private onBroken = () => {};

  constructor(
    private readonly context: JobContext,
    private readonly url: string,
    /** Writes down what the queue calls this process, so that others can give back what it had taken when it dies. */
    private readonly tellNames: (ids: string[]) => Promise<unknown>,
  ) {}

  async keep(): Promise<void> {
    const { log, signal, db } = this.context;
    while (!signal.aborted) {
      const pool = poolOf(this.url);
      try {
        // What the runner before had locked nobody will unlock.
        if (this.ids.length > 0) await letGo(db, this.ids);
        this.ids = [];
        const broken = new Promise<void>((resolve) => {
          this.onBroken = () => setTimeout(resolve, ENDS_WITHIN_MS).unref();
        });
        this.runner = await run({ ...this.options(), pgPool: pool });
        await this.tellNames(this.ids);
        // It may have been told to stop while it started.
        if (signal.aborted) await this.stop();
        // One that lost the database in the middle of telling it something may never come to its end.
        await Promise.race([this.runner.promise, broken]);
        if (!signal.aborted) log.warn('the queue was lost');
      } catch (error) {
        log.warn({ error }, 'the queue was lost');
      } finally {
        // Not waited for: a runner that never comes to its end keeps its connections.
        pool.end().catch(() => {});
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
      .on('pool:fatalError', () => this.onBroken())
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
      concurrency,
      noHandleSignals: true,
      taskList,
      parsedCronItems: CRON,
      logger,
      events: this.events(),
      // A job whose end cannot be told, since the database is away, ends the runner, which is made anew; without
      // these the library leaves that error to nobody, which ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    };
  }
}
