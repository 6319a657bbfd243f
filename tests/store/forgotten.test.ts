import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prune } from '../../server/store/prune/prune.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordEmptySweeps, recordHistory } from '../harness/history.ts';
import { Cluster, kernel, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

/** What is not known any more, since history was thinned, is not told as if it were. */

const NOW = new Date('2026-06-03T12:00:00Z');
const KEEP = { visits: 50, closed: 120 };
let database: TestDatabase;
let service: Service;
const ask = async (path: string) => {
  const answer = await service.fetch(path);
  return { status: answer.status, said: await answer.json() };
};

/** Few of them go at once, or nobody would believe it. */
const STAYS = ['stays/1.0', 'a/1.0', 'b/1.0', 'c/1.0'];
const read = (release: string, modules: string[]) => ({
  failure: null,
  readings: { kernel: kernel(release), modules: reading({ roots: [tree(modules)] }) },
});

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  const cluster = await Cluster.make(database.db, 2, 'c', 0);
  await database.db.query(`update node set created_at = '2025-01-01'`);
  await database.db.query(`update cluster set created_at = '2025-01-01'`);
  const at = (day: string) => new Date(`${day}T06:00:00Z`);
  // Every day from 2026-03-01 until 2026-06-02.
  const daily = Array.from({ length: 94 }, (_, day) => new Date(Date.UTC(2026, 2, 1 + day, 6)));
  await recordHistory(database.db, cluster, [
    // The second node was visited once: so few visits are not thinned.
    {
      at: at('2025-12-01'),
      visits: [read('6.1', ['gone/1.0', ...STAYS]), read('6.1', ['gone/1.0', ...STAYS])],
    },
    { at: at('2026-01-10'), visits: [read('6.2', ['new/1.0', ...STAYS]), null] },
    ...daily.map((day) => ({ at: day, visits: [read('6.2', ['new/1.0', ...STAYS]), null] })),
  ]);
  await recordEmptySweeps(database.db, cluster.id, 200, NOW);
}, 120_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const SEEN = '/nodes?unseen=2026-03-24/2026-03-25';
const past = (day: string) => `/compare?a=alpha/c@${day}&b=alpha/c`;
const CHANGED = '/changes?since=2026-01-02&until=2026-02-28';

describe('a question about what was thinned', () => {
  test('is answered before', async () => {
    expect((await ask(SEEN)).said.items.map((one: { name: string }) => one.name)).toEqual(['cpu2']);
    const changed = await ask(CHANGED);
    expect(changed.said.items.map((one: { what: string; kind: string }) => [one.kind, one.what])).toEqual(
      expect.arrayContaining([['gone', 'gone']]),
    );
    expect((await ask(past('2026-01-01'))).status).toBe(200);
    expect((await ask('/clusters/alpha/c/history')).said).toMatchObject({
      from: '2025-12-01T06:00:00.000Z',
      forgotten: false,
    });
    await prune(database.db, KEEP, { now: NOW, dryRun: true });
    expect((await ask(SEEN)).status).toBe(200);
  });

  test('is refused since, with the day from which on it is answered', async () => {
    const { removed } = await prune(database.db, KEEP, { now: NOW });
    expect(removed).toMatchObject({ observations: 1, items: 1 });
    expect(removed.visits).toBeGreaterThan(20);
    // 50 days before is a Tuesday, and weeks are thinned as a whole; 120 days before is the third of February.
    expect(await ask(SEEN)).toMatchObject({
      status: 400,
      said: {
        error: {
          message: 'of the visits before 2026-04-13T00:00:00.000Z not all are kept any more',
          hint: expect.stringContaining('GAZETTEER_KEEP_VISITS'),
        },
      },
    });
    expect(await ask('/nodes?unseen=2026-04-12T23:59:59.999Z/2026-04-14')).toMatchObject({
      status: 200,
      said: { total: 1 },
    });
    for (const path of [
      '/changes?since=2026-01-02&until=2026-02-27',
      '/changes?scope=alpha/c&since=2026-02-03',
      past('2026-01-02'),
    ])
      expect([path, await ask(path)]).toMatchObject([
        path,
        {
          status: 400,
          said: { error: { message: 'what ended before 2026-02-03T12:00:00.000Z is not kept any more' } },
        },
      ]);
    expect(await ask('/changes?since=2026-02-04&until=2026-02-28')).toMatchObject({
      status: 200,
      said: { total: 0 },
    });
    expect((await ask(past('2026-02-04'))).status).toBe(200);
  });

  test('stays refused when a later run would keep more', async () => {
    await prune(database.db, { visits: 400, closed: 800 }, { now: NOW });
    expect((await ask(SEEN)).status).toBe(400);
    expect((await ask(past('2026-01-03'))).status).toBe(400);
  });

  test('a history begins where it is kept, and says so', async () => {
    expect((await ask('/clusters/alpha/c/history')).said).toMatchObject({
      from: '2026-02-03T12:00:00.000Z',
      forgotten: true,
    });
  });

  test('the past of a tool begins where all of it is known', async () => {
    const { said } = await ask('/tools/stays/history?days=700');
    expect(said.items[0].at).toBe('2026-02-03T12:00:00.000Z');
  });
});
