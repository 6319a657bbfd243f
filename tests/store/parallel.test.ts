import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Queryable } from '../../server/store/database.ts';
import { forgetDocuments } from '../../server/store/documents.ts';
import { forgetOfferings } from '../../server/store/offerings.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { recordVisit } from '../../server/store/visit.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failed, kernel, LOCAL, reading, tree, treeFacts } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** The same list from another place on, every other time backwards: nodes list things in their own order. */
function turned<Item>(list: Item[], by: number): Item[] {
  const from = by % list.length;
  const moved = [...list.slice(from), ...list.slice(0, from)];
  return by % 2 === 0 ? moved : moved.reverse();
}

function items(name: string, by: number) {
  const all = Array.from({ length: 15 }, (_, at) => ({
    path: `p${at}`,
    facts: treeFacts(Array.from({ length: 4 }, (_, k) => `${name}${at}x${k}/1.0`)),
    evidence: { name, parts: [{ name, bytes: Buffer.from(`${name} ${at}`) }] },
  }));
  return turned(all, by);
}

const NODES = 16;

test('visits of two clusters at once that found the same, each in another order', async () => {
  const other = openDatabase(database.url);
  const clusters = [
    { db: database.db, cluster: await Cluster.make(database.db, NODES) },
    { db: other, cluster: await Cluster.make(database.db, NODES) },
  ];
  for (let round = 0; round < 3; round += 1) {
    forgetDocuments();
    forgetOfferings();
    const jobs = clusters.map(async ({ db, cluster }, number) => {
      const startedAt = new Date(Date.UTC(2026, 0, 1 + round));
      const sweep = await db.prisma.sweep.create({
        data: { clusterId: cluster.id, startedAt, expected: 1, trigger: 'single' },
      });
      await Promise.all(
        cluster.nodes.map(async (nodeId, at) => {
          const by = at + 3 * number;
          const roots = turned(
            [
              tree([], { items: items(`a${round}`, by), path: '/one' }),
              tree([], { items: items(`b${round}`, by), path: '/two' }),
              tree([], { items: items(`c${round}n${at % 3}`, by), path: '/three', mount: LOCAL }),
            ],
            by,
          );
          const result = await recordVisit(
            db,
            {
              sweepId: sweep.id,
              clusterId: cluster.id,
              nodeId,
              startedAt,
              milliseconds: 1,
              bytes: 1,
              agent: `agent ${round}`,
              asked: ['kernel', 'gpus', 'modules'],
              readings: [
                { facet: 'modules', reading: reading({ roots }) },
                { facet: 'kernel', reading: kernel(`release ${round}`) },
                { facet: 'gpus', reading: failed(`reason ${round}`) },
              ],
              failure: null,
            },
            { suspectShare: 1 },
          );
          await refreshRollup(db, cluster.id, result.touched);
        }),
      );
    });
    await Promise.all(jobs);
  }
  const rows = async () => {
    const found = await database.db.query(
      'select * from cluster_tool order by cluster_id, tool_id, provider',
    );
    return found.rows;
  };
  const before = await rows();
  expect(before.length).toBe(2 * 15 * 4 * 5);
  for (const { db, cluster } of clusters) await refreshRollup(db, cluster.id, null);
  expect(await rows()).toEqual(before);
  await other.close();
});

/** The database, and every statement that is run on it. */
function overheard(db: Database): { db: Database; said: string[] } {
  const said: string[] = [];
  const listen = (on: Queryable): Queryable => ({
    query: (text, values) => {
      said.push(text);
      return on.query(text, values);
    },
  });
  return {
    said,
    db: { ...db, ...listen(db), transaction: (work) => db.transaction((tx) => work(listen(tx))) },
  };
}

test('what many new nodes say at once is looked for once, and nothing ends that never began', async () => {
  forgetDocuments();
  const { db, said } = overheard(database.db);
  const cluster = await Cluster.make(db, NODES);
  const startedAt = new Date(Date.UTC(2026, 1, 1));
  const sweep = await db.prisma.sweep.create({
    data: { clusterId: cluster.id, startedAt, expected: NODES, trigger: 'single' },
  });
  const visit = (nodeId: number) =>
    recordVisit(
      db,
      {
        ...{ sweepId: sweep.id, clusterId: cluster.id, nodeId, startedAt, milliseconds: 1, bytes: 1 },
        agent: 'agent of many',
        asked: ['kernel', 'gpus', 'modules'],
        readings: [
          { facet: 'kernel', reading: kernel('release of many') },
          { facet: 'gpus', reading: failed('reason of many') },
          { facet: 'modules', reading: reading({ roots: [tree(['many/1.0'], { mount: LOCAL })] }) },
        ],
        failure: null,
      },
      { suspectShare: 1 },
    );
  await Promise.all(cluster.nodes.map(visit));
  const times = (text: string) => said.filter((one) => one.replaceAll(/\s+/g, ' ').includes(text)).length;
  // Looked for, stored, and looked for again.
  expect(times(' from reason where')).toBe(2);
  expect(times('insert into reason')).toBe(1);
  expect(times(' from agent_version where')).toBe(2);
  // The same for what observations rest on, and for what lies in roots.
  expect(times(' from evidence where')).toBe(4);
  expect(times('update observation')).toBe(0);
  const rows = await database.db.query<{ observed: number; items: number }>(
    `select (select count(*)::int from observation where node_id = any($1)) as observed,
       (select count(*)::int from root_item join root on root.id = root_id where node_scope = any($1)) as items`,
    [cluster.nodes],
  );
  expect(rows.rows).toEqual([{ observed: NODES, items: NODES }]);
});

test('a reason that could not be looked for is looked for again', async () => {
  const cluster = await Cluster.make(database.db, 1);
  const gone = openDatabase(database.url);
  let away = true;
  const db: Database = {
    ...gone,
    query: (text, values) =>
      away && text.includes('from reason') ? Promise.reject(new Error('away')) : gone.query(text, values),
  };
  const startedAt = new Date(Date.UTC(2026, 1, 2));
  const sweep = await db.prisma.sweep.create({
    data: { clusterId: cluster.id, startedAt, expected: 1, trigger: 'single' },
  });
  const report = {
    ...{ sweepId: sweep.id, clusterId: cluster.id, nodeId: cluster.nodes[0] ?? 0, startedAt },
    ...{ milliseconds: 1, bytes: 1, agent: 'test', asked: [], readings: [] },
    failure: { reason: 'unreachable', message: 'said once' },
  };
  await expect(recordVisit(db, report, { suspectShare: 1 })).rejects.toThrow('away');
  away = false;
  expect((await recordVisit(db, report, { suspectShare: 1 })).outcome).toBe('failed');
  await gone.close();
});

test('a connection that breaks inside a transaction is an error of that transaction alone', async () => {
  const db = openDatabase(database.url);
  const broken = db.transaction(async (tx) => {
    const own = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.db.query('select pg_terminate_backend($1)', [own.rows[0]?.pid]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tx.query('select 1');
  });
  await expect(broken).rejects.toThrow();
  expect((await db.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await db.close();
});
