import type { Queryable } from '../store/database.ts';

/** What the queue is given, by task (server/jobs/tasks.ts). Ids and no more: the rest is read when the job runs. */
export interface Payloads {
  tick: Record<string, never>;
  sweep: { clusterId: number; trigger: 'command' | 'schedule'; dueAt: string | null; full: boolean };
  visits: { sweepId: number; nodes: Errand[] };
  finish: { sweepId: number };
  prune: Record<string, never>;
  compare: Record<string, never>;
  report: { id: number };
  deliver: { id: number };
  order: { id: number };
}

export type Task = keyof Payloads;

/** One node of a batch, and what it does for others besides. */
export interface Errand {
  node: number;
  /** Why it is left alone. */
  notExpected?: { reason: string; message: string };
  digests?: string[];
  contents?: string[];
  loads?: string[];
}

export interface JobOptions {
  /** Jobs of one queue run one after the other. */
  queue?: string;
  runAt?: Date;
  /** A job with the same key that waits is replaced. */
  key?: string;
  /** But for its time, which stays. */
  keepTime?: boolean;
}

/** Adds a job inside a transaction of the caller's; the names are those of graphile_worker.add_job. */
export async function addJob<T extends Task>(
  db: Queryable,
  task: T,
  payload: Payloads[T],
  { queue, runAt, key, keepTime }: JobOptions = {},
): Promise<void> {
  await db.query(
    `select graphile_worker.add_job($1, payload => $2::json, queue_name => $3, run_at => $4, job_key => $5,
       job_key_mode => $6, max_attempts => 10)`,
    [
      task,
      JSON.stringify(payload),
      queue ?? null,
      runAt ?? null,
      key ?? null,
      keepTime ? 'preserve_run_at' : 'replace',
    ],
  );
}

/** Adds many jobs of one task, each with its queue or none, in one statement. */
export async function addJobs<T extends Task>(
  db: Queryable,
  task: T,
  jobs: { payload: Payloads[T]; queue: string | null }[],
): Promise<void> {
  await db.query(
    `select count(graphile_worker.add_job($1, payload => told.payload::json, queue_name => told.queue, max_attempts => 10))
     from unnest($2::text[], $3::text[]) as told (payload, queue)`,
    [task, jobs.map((one) => JSON.stringify(one.payload)), jobs.map((one) => one.queue)],
  );
}
