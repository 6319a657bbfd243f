import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { SILENT_SECONDS } from '../collect/deadSweeps.ts';
import type { Config } from '../config.ts';
import { processMark } from '../postgres/processes.ts';
import { sql } from '../sql.ts';
import type { Database } from '../store/database.ts';
import type { JobContext } from './context.ts';
import { Lanes } from './lanes.ts';
import { LapsedLogins } from './lapsedLogins.ts';
import { letGo, prepareQueue, Queue } from './runner.ts';
import { Shares } from './shares.ts';

export interface WorkerOptions {
  db: Database;
  url: string;
  log: Logger;
  dataFolder: string;
  /** Nodes at once. */
  parallel: number;
  config: Config;
}

export interface JobWorker {
  id: number;
  /** Breaks off what runs, which others then do, and lets go of the queue. */
  stop: () => Promise<void>;
}

const ALIVE_EVERY_MS = 2000;
/** What is not over then is left to others. */
const STOP_MS = 2500;

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
  const id = await register(db, null, parallel, []);
  const queue = new Queue(context, url, (ids) => register(db, id, parallel, ids));
  const looking = lookAfter(id, context, queue);
  const running = queue.keep();
  log.info({ worker: id, parallel }, 'takes jobs');
  return {
    id,
    stop: async () => {
      stopping.abort();
      await shares.leaveAll().catch((error) => log.warn({ error }, 'find may lag until the next sweep'));
      const ended = queue.stop().then(() => Promise.all([looking, running]));
      // The queue's library sleeps for seconds between its tries to reach a database that is starting.
      await Promise.race([ended, sleep(STOP_MS)]);
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
    `insert into worker (id, host, mark, parallel, started_at, seen_at, queue_ids, session)
     values (coalesce($1, nextval('worker_id_seq')), $2, $3, $4, now(), now(), $5, $6)
     on conflict (id) do update set seen_at = now(), queue_ids = excluded.queue_ids returning id`,
    [id, hostname(), processMark(process.pid), parallel, ids, db.session],
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

/** Whoever died may have left its share of find's answers undone. */
const RECOVERED = `update sweep set recovered = true where state = 'running' and worker = 'queue'`;

/**
 * What a worker that fell silent had begun is given to others. One that only stands still may hold the locks of a cluster in
 * several transactions, one behind the other, so its connections are ended; it notices when it goes on.
 */
export async function buryTheDead(db: Database, log: Logger): Promise<void> {
  const dead = await db.query<{ id: number; host: string; ids: string[]; session: string }>(
    `delete from worker where seen_at < now() - make_interval(secs => $1) returning id, host, queue_ids as ids, session`,
    [SILENT_SECONDS],
  );
  for (const { id, host, ids, session } of dead.rows) {
    log.warn({ worker: id, host }, 'a worker fell silent; what it had begun is done again');
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = $1 and application_name <> '' and datname = current_database()`,
      [session],
    );
    await letGo(db, ids);
    await db.query(RECOVERED);
  }
  await letGoOfNobodys(db);
}

/** What somebody took who died before it had told its name. The queue itself would keep it for four hours. */
async function letGoOfNobodys(db: Database): Promise<void> {
  const found = await db.query<{ ids: string[] }>(sql('orphaned-jobs'), [SILENT_SECONDS]);
  const ids = found.rows[0]?.ids ?? [];
  if (ids.length === 0) return;
  await letGo(db, ids);
  await db.query(RECOVERED);
}
