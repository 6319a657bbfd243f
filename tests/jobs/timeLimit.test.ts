import { afterAll, beforeAll, expect, test } from 'vitest';
import { Shares } from '../../server/jobs/shares.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

test('a sweep that workers share ends after the hours of its cluster, and says how much it did not do', async () => {
  const { db } = database;
  const usual = await Cluster.make(db, 3, 'usual');
  const short = await Cluster.make(db, 3, 'short');
  await db.query('update cluster set settings = $2 where id = $1', [short.id, { collect: { hours: 0.5 } }]);
  const begun = async (clusterId: number, minutes: number) => {
    const made = await db.query<{ id: number }>(
      `insert into sweep (cluster_id, started_at, state, expected, worker, trigger)
       values ($1, now() - make_interval(mins => $2), 'running', 3, 'queue', 'schedule') returning id`,
      [clusterId, minutes],
    );
    return made.rows[0]?.id ?? 0;
  };
  const told = async (id: number) =>
    (await db.query('select state, note from sweep where id = $1', [id])).rows[0];
  const [fresh, late] = [await begun(usual.id, 31), await begun(short.id, 31)];
  await db.query(
    `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, confirmed, absent, unconfirmed)
     values ($1, $2, $3, now(), 1, 1, 0, 1, 0, '{}')`,
    [late, short.nodes[0], short.id],
  );
  const shares = new Shares(db);
  const share = await shares.of(late);
  await shares.look();
  expect(await told(fresh)).toEqual({ state: 'running', note: '' });
  expect(await told(late)).toEqual({
    state: 'interrupted',
    note: 'it had run for 0.5 h: 2 of 3 nodes were not visited',
  });
  // What this process was doing of it is broken off, and it takes no more.
  expect(share?.abort.signal.aborted).toBe(true);
  expect(await shares.of(late)).toBeNull();
  await db.query(`update sweep set started_at = now() - interval '361 minutes' where id = $1`, [fresh]);
  await shares.look();
  expect(await told(fresh)).toMatchObject({ note: 'it had run for 6 h: 3 of 3 nodes were not visited' });
});
