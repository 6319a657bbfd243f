import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addJob } from '../../server/jobs/queue.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { buryTheDead } from '../../server/jobs/worker.ts';
import { openDatabase } from '../../server/store/database.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

/** What the living do about workers that fell silent, on a real queue that nobody works on. */
let database: TestDatabase;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.url);
}, 60_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.db.query('delete from worker');
  await database.db.query('delete from graphile_worker._private_jobs');
});

async function worker(silentSeconds: number, ids: string[], session = ''): Promise<void> {
  await database.db.query(
    `insert into worker (host, mark, parallel, started_at, seen_at, queue_ids, session)
     values ('h', 'm', 1, now(), now() - make_interval(secs => $1), $2, $3)`,
    [silentSeconds, ids, session],
  );
}

/** A job in a queue of its own that somebody took so long ago, the job in the pool's name and the queue in the worker's. */
async function taken(by: string, secondsAgo: number): Promise<void> {
  const { db } = database;
  await addJob(db, 'finish', { sweepId: 1 }, { key: by, queue: by });
  const since = `now() - make_interval(secs => $2)`;
  await db.query(
    `update graphile_worker._private_jobs set locked_by = 'pool-' || $1, locked_at = ${since} where key = $1`,
    [by, secondsAgo],
  );
  await db.query(
    `update graphile_worker._private_job_queues set locked_by = 'worker-' || $1, locked_at = ${since} where queue_name = $1`,
    [by, secondsAgo],
  );
}

async function held(): Promise<string[]> {
  const found = await database.db.query<{ name: string }>(
    `select locked_by as name from graphile_worker._private_jobs where locked_by is not null
     union all select locked_by from graphile_worker._private_job_queues where locked_by is not null order by 1`,
  );
  return found.rows.map((row) => row.name);
}

test('what the dead had taken is given back, and what the living have is theirs', async () => {
  await worker(40, ['pool-dead', 'worker-dead']);
  await worker(3, ['pool-alive', 'worker-alive']);
  await taken('dead', 10);
  await taken('alive', 500);
  // Whoever died in its first two seconds had told nobody what the queue calls it; one that was just born has not yet.
  await taken('nobody', 40);
  await taken('newborn', 1);
  await buryTheDead(database.db, log);
  expect(await held()).toEqual(['pool-alive', 'pool-newborn', 'worker-alive', 'worker-newborn']);
});

test('a worker that stands still in the middle of transactions holds up nobody, and sees that it was taken for dead', async () => {
  const still = openDatabase(database.url);
  let begun = 0;
  const stands = () =>
    still.transaction(async (tx) => {
      begun += 1;
      await tx.query('select pg_advisory_xact_lock(42)');
      await sleep(2000);
      await tx.query('select 1');
    });
  // The second waits for the lock of the first, and would have it next.
  const transactions = Promise.allSettled([stands(), stands()]);
  while (begun < 2) await sleep(20);
  await worker(40, [], still.session);
  // Nobody's name is '', and connections without a name stay.
  await worker(40, []);
  await buryTheDead(database.db, log);
  const lock = `select pg_advisory_lock(42), pg_advisory_unlock(42), clock_timestamp() - now() < interval '1 second' as soon`;
  expect((await database.db.query(lock)).rows).toMatchObject([{ soon: true }]);
  expect((await transactions).map((one) => one.status)).toEqual(['rejected', 'rejected']);
  expect((await still.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await still.close();
});
