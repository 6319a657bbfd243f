import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { addJob } from '../../server/jobs/queue.ts';
import { type JobWorker, startWorker } from '../../server/jobs/worker.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

let database: TestDatabase;
let worker: JobWorker;

beforeAll(async () => {
  database = await testDatabase();
  worker = await startWorker({
    db: database.db,
    url: database.url,
    log: pino({ level: 'silent' }),
    dataFolder: '/nowhere',
    parallel: 4,
    config: configFrom({ GAZETTEER_KEEP_VISITS: '30', GAZETTEER_KEEP_CLOSED: '60' }),
  });
});
afterAll(async () => {
  await worker?.stop();
  await database?.drop();
});

test('the night has a job, and it thins old history by the settings of the worker', async () => {
  const { db } = database;
  const site = await db.prisma.site.create({ data: { name: 's' } });
  const cluster = await db.prisma.cluster.create({ data: { siteId: site.id, name: 'c' } });
  const node = await db.prisma.node.create({ data: { clusterId: cluster.id, name: 'n' } });
  // Daily for 400 days, and nothing was ever read. The 200 newest sweeps of a cluster stay whole.
  await db.query(
    `insert into sweep (cluster_id, started_at, finished_at, state, expected, trigger)
     select $1, now() - make_interval(days => 400 - day), now(), 'finished', 1, 'schedule' from generate_series(1, 400) as day`,
    [cluster.id],
  );
  await db.query(
    `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, confirmed, absent, unconfirmed)
     select id, $1, cluster_id, started_at, 1, 1, 2, 0, 0, '{}' from sweep`,
    [node.id],
  );
  await addJob(db, 'prune', {});
  const old = async () =>
    (
      await db.query<{ old: number; all: number }>(
        `select (count(*) filter (where started_at < now() - interval '200 days 1 hour'))::int as old, count(*)::int as all from visit`,
      )
    ).rows[0] ?? { old: 0, all: 0 };
  const before = await old();
  expect(before).toEqual({ old: 199, all: 400 });
  for (let tries = 0; tries < 200 && (await old()).old > 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const after = await old();
  expect(after.old).toBe(0);
  expect(after.all).toBeGreaterThanOrEqual(200);
  const cron = await db.query<{ identifier: string }>(
    'select identifier from graphile_worker._private_known_crontabs order by 1',
  );
  expect(cron.rows.map((row) => row.identifier)).toEqual(['compare', 'prune', 'tick']);
});
