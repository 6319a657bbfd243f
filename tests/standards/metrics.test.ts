import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addJob } from '../../server/jobs/queue.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { RequestTimes } from '../../server/metrics/requestTimes.ts';
import { metricsText } from '../../server/metrics/text.ts';
import { openDatabase } from '../../server/store/database.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failedTree, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';
import { needs } from '../harness/tools.ts';

const hasPromtool = needs('promtool', 'prometheus');

/** What Prometheus' own program says against a text; '' when nothing. */
function promtool(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}` || `exit code ${status}`;
}

describe('metrics', () => {
  let database: TestDatabase;
  let service: Service;
  const told = async () => {
    const answer = await fetch(`${service.origin}/metrics`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return answer.text();
  };
  const values = (text: string, name: string) =>
    Object.fromEntries(
      text
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        .map((line) => [
          line.slice(name.length, line.lastIndexOf(' ')),
          Number(line.slice(line.lastIndexOf(' ') + 1)),
        ]),
    );
  const whole = (modules: string[]) => ({ modules: reading({ roots: [tree(modules)] }) });

  beforeAll(async () => {
    database = await testDatabase();
    // Sweeps at 01:00, 02:00 and so on, of the first of January 2026.
    const alpha = await Cluster.make(database.db, 3, 'one');
    await alpha.sweep([whole(['GCC/12.2.0', 'a/1', 'b/1', 'c/1', 'd/1']), whole(['GCC/12.2.0'])]);
    await alpha.sweep([whole([]), { modules: reading({ roots: [failedTree('permission')] }) }]);
    const failing = await Cluster.make(database.db, 2, 'two');
    await failing.sweep([{}, {}], 'connect-timeout');
    await Cluster.make(database.db, 1, 'never');
    await database.db.query(`update sweep set finished_at = started_at + interval '90 seconds'`);
    await database.db.query(`update site set name = $1`, ['al"pha\\n\n']);
    service = await startService(database.db);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await database?.drop();
  });

  const site = 'site="al\\"pha\\\\n\\n"';

  test('of the fleet, counted by hand', async () => {
    const text = await told();
    const nodes = values(text, 'gazetteer_nodes');
    expect(Object.keys(nodes)).toHaveLength(15);
    expect(Object.fromEntries(Object.entries(nodes).filter(([, count]) => count > 0))).toEqual({
      [`{${site},cluster="one",state="partial"}`]: 2,
      [`{${site},cluster="one",state="never"}`]: 1,
      [`{${site},cluster="two",state="failed"}`]: 2,
      [`{${site},cluster="never",state="never"}`]: 1,
    });
    expect(values(text, 'gazetteer_nodes_by_reason')).toEqual({
      [`{${site},cluster="one",state="partial",reason="permission"}`]: 1,
      [`{${site},cluster="one",state="partial",reason="root-empty"}`]: 1,
      [`{${site},cluster="two",state="failed",reason="connect-timeout"}`]: 2,
    });
    const at = (hour: number) => Date.UTC(2026, 0, 1, hour) / 1000;
    expect(values(text, 'gazetteer_newest_good_visit_timestamp_seconds')).toEqual({
      [`{${site},cluster="one"}`]: at(2),
    });
    expect(values(text, 'gazetteer_last_sweep_start_timestamp_seconds')).toEqual({
      [`{${site},cluster="one"}`]: at(2),
      [`{${site},cluster="two"}`]: at(1),
    });
    expect(values(text, 'gazetteer_last_sweep_duration_seconds')[`{${site},cluster="one"}`]).toBe(90);
    expect(values(text, 'gazetteer_last_sweep_visits')[`{${site},cluster="two",outcome="failed"}`]).toBe(2);
    expect(values(text, 'gazetteer_last_sweep_state')[`{${site},cluster="two",state="finished"}`]).toBe(1);
    // The tree that was suddenly empty, and that could not be read, is one place.
    expect(values(text, 'gazetteer_suspect_places')[`{${site},cluster="one"}`]).toBe(1);
    expect(values(text, 'gazetteer_database_up')).toEqual({ '': 1 });
    expect(values(text, 'gazetteer_store_bytes')['']).toBeGreaterThan(1e6);
    expect(text).not.toContain('gazetteer_queue_jobs');
  });

  test('of the queue and its workers', async () => {
    await prepareQueue(database.url);
    await addJob(database.db, 'prune', {});
    await addJob(
      database.db,
      'sweep',
      { clusterId: 1, trigger: 'command', dueAt: null, full: false },
      { runAt: new Date(Date.now() + 1e6) },
    );
    await database.db.query(
      `insert into worker (host, mark, parallel, started_at, seen_at) values ('here', 'x', 64, now(), now()),
         ('gone', 'y', 64, now(), now() - interval '1 hour')`,
    );
    const fresh = await startService(database.db);
    const text = await (await fetch(`${fresh.origin}/metrics`)).text();
    await fresh.close();
    expect(values(text, 'gazetteer_queue_jobs')).toEqual({
      '{task="prune",state="waiting"}': 1,
      '{task="sweep",state="later"}': 1,
    });
    expect([values(text, 'gazetteer_workers')[''], values(text, 'gazetteer_worker_nodes')['']]).toEqual([
      1, 64,
    ]);
  }, 60_000);

  test('of answers, by area, and nobody makes new rows by asking', async () => {
    for (const path of ['/find?tool=gcc', '/nodes', '/nodes.csv', '/nosuch', '/nosuch2'])
      await service.fetch(path);
    await fetch(`${service.origin}/api/v1/find`, { method: 'PROPFIND' });
    await fetch(`${service.origin}/some/page`);
    const counts = values(await told(), 'gazetteer_http_request_duration_seconds_count');
    expect(counts).toMatchObject({
      '{area="find",method="GET",code="2xx"}': 1,
      '{area="nodes",method="GET",code="2xx"}': 2,
      '{area="other",method="GET",code="4xx"}': 2,
      '{area="find",method="other",code="4xx"}': 1,
      '{area="metrics",method="GET",code="2xx"}': expect.any(Number),
    });
    expect(Object.keys(counts).length).toBeLessThan(10);
  });

  test('buckets count up, and every answer is in the last', () => {
    const times = new RequestTimes(['find']);
    const labels = { area: 'find', method: 'GET', code: '2xx' };
    for (const seconds of [0.001, 0.005, 0.2, 30, 1000]) times.add(labels, seconds);
    const { samples } = times.metric();
    const told = samples.map(({ labels: { le }, suffix, value }) => [le ?? suffix, value]);
    expect(told).toEqual([
      ['0.005', 2],
      ['0.015', 2],
      ['0.05', 2],
      ['0.1', 2],
      ['0.25', 3],
      ['0.5', 3],
      ['1', 3],
      ['2.5', 3],
      ['10', 3],
      ['60', 4],
      ['+Inf', 5],
      ['_sum', 1030.206],
      ['_count', 5],
    ]);
    for (const path of ['/api/v1/find/x', '/api/v1/find.csv']) expect(times.areaOf(path)).toBe('find');
    for (const path of ['/api/v1/own', '/api/v2', '/api/v1/']) expect(times.areaOf(path)).toBe('other');
    expect(times.areaOf('/find')).toBe('page');
  });

  test('asked by many at once, the database is asked once', async () => {
    let asked = 0;
    const query: typeof database.db.query = (...given) => {
      if (given[0].includes('-- Nodes in service by cluster')) asked += 1;
      return database.db.query(...given);
    };
    const counted = await startService({ ...database.db, query });
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${counted.origin}/metrics`)));
    await Promise.all(answers.map((answer) => answer.text()));
    await counted.close();
    expect(asked).toBe(1);
  });

  test('without the database: that it is away, and what the process knows itself', async () => {
    const nowhere = openDatabase('postgres://nobody@127.0.0.1:1/none');
    const alone = await startService(nowhere);
    const text = await (await fetch(`${alone.origin}/metrics`)).text();
    await alone.close();
    await nowhere.close();
    expect(values(text, 'gazetteer_database_up')).toEqual({ '': 0 });
    expect(text).not.toContain('gazetteer_nodes');
    expect(values(text, 'process_resident_memory_bytes')['']).toBeGreaterThan(1e7);
  }, 60_000);

  test.skipIf(!hasPromtool)(
    "Prometheus' own program reads them and has nothing against them",
    async () => {
      expect(promtool(await told())).toBe('');
      expect(promtool('gazetteer_x{a="b} 1\n')).not.toBe('');
      const text = fc.string({ unit: 'grapheme', maxLength: 20 });
      fc.assert(
        fc.property(text, text, fc.double(), (label, help, value) => {
          const samples = [{ labels: { site: label }, value }];
          const said = metricsText([{ name: 'gazetteer_x', type: 'gauge', help: `x${help}`, samples }]);
          expect(promtool(said)).toBe('');
        }),
        { numRuns: 20 },
      );
    },
    60_000,
  );
});
