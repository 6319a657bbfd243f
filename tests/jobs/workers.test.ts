import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordedRoot } from '../harness/invented.ts';
import { hasEnded } from '../harness/processes.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';

const NODES = Array.from({ length: 40 }, (_, at) => `n${String(at + 1).padStart(2, '0')}`);

/** Real workers, each a process of its own, on one real Postgres, with nodes behind a real sshd. */
describe.skipIf(!hasSshd())('workers share a sweep', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-workers-'));
  const visits = join(folder, 'visits');
  let database: TestDatabase;
  let sshd: Sshd;
  let workers: { process: ChildProcess; id: number; log: string }[] = [];

  beforeAll(async () => {
    const root = join(folder, 'root');
    recordedRoot('harbour/tide/n02', root);
    sshd = await startSshd(
      NODES.map((name) => ({
        name,
        root,
        // Slow enough that a worker can be killed in the middle; and each visit is noted on the node's side.
        forceCommand: `echo ${name} >>${visits}; sleep 0.4; exec /bin/sh -s`,
      })),
    );
  });
  beforeEach(async () => {
    database = await testDatabase();
    await apply('');
    writeFileSync(visits, '');
  });
  afterEach(async () => {
    for (const { process } of workers) process.kill('SIGKILL');
    await Promise.all(workers.map(({ process }) => hasEnded(process.pid ?? 0)));
    workers = [];
    await database.drop();
  });
  afterAll(async () => {
    await sshd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function apply(more: string, count = NODES.length): Promise<void> {
    const file = join(folder, 'sites.yaml');
    writeFileSync(
      file,
      `sites: { s: { clusters: { c: { nodes: "n[01-${count}]", facets: [os, conda], ${more}
        ssh: { user: ${sshd.user}, port: ${sshd.port}, identityFile: ${sshd.clientKey}, agent: false, knownHosts: ${sshd.knownHosts},
          addresses: { ${NODES.slice(0, count)
            .map((name) => `${name}: ${sshd.node(name).address}`)
            .join(', ')} } } } } } }`,
    );
    await applyInventory(database.db, readSites(file), { prune: true });
  }

  const env = (data: string) => ({ DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, data) });

  let started = 0;

  /** Starts a worker and waits until it takes jobs. */
  async function work(parallel: number): Promise<(typeof workers)[number]> {
    started += 1;
    const data = `data${started}`;
    const args = [join(installation, 'bin/gazetteer.js'), 'work', '--parallel', String(parallel)];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env(data) }, cwd: installation });
    const said = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout?.on('data', (chunk) => {
        text += chunk;
        if (text.includes('takes jobs')) resolve(text);
      });
      child.stderr?.on('data', (chunk) => appendFileSync(join(folder, 'stderr'), chunk));
      child.on('close', (code) => reject(new Error(`ended with ${code}`)));
    });
    const worker = {
      process: child,
      id: Number(/Worker ([0-9]+)/.exec(said)?.[1]),
      log: join(folder, data, 'gazetteer-work.log'),
    };
    workers.push(worker);
    return worker;
  }

  async function start(...args: string[]): Promise<number> {
    const ran = await gazetteer(['sweeps', 'start', 's/c', '--json', ...args], env('cli'));
    expect(ran.err).toBe('');
    return JSON.parse(ran.out).sweep;
  }

  const sweepRow = async (id: number) => {
    const found = await database.db.query<{
      state: string;
      note: string;
      visits: number;
      nodes: number;
      bad: number;
    }>(
      `select state, note, count(visit.node_id)::int as visits, count(distinct visit.node_id)::int as nodes,
         (count(*) filter (where visit.outcome > 0))::int as bad
       from sweep left join visit on visit.sweep_id = sweep.id where sweep.id = $1 group by sweep.id`,
      [id],
    );
    return found.rows[0] ?? { state: '', note: '', visits: 0, nodes: 0, bad: 0 };
  };
  async function until(
    id: number,
    holds: (row: Awaited<ReturnType<typeof sweepRow>>) => boolean,
    seconds = 60,
  ) {
    for (let tries = 0; tries < seconds * 20; tries += 1) {
      const row = await sweepRow(id);
      if (holds(row)) return row;
      await sleep(50);
    }
    throw new Error(`it did not come to that: ${JSON.stringify(await sweepRow(id))}`);
  }
  /** Waits until the queue holds none of these jobs that is to be done now. */
  async function areDone(...tasks: string[]): Promise<void> {
    const left = `select 1 from graphile_worker._private_jobs as job
      join graphile_worker._private_tasks as task on task.id = job.task_id
      where task.identifier = any($1) and job.run_at <= now()`;
    for (let tries = 0; tries < 600; tries += 1) {
      if ((await database.db.query(left, [tasks])).rows.length === 0) return;
      await sleep(50);
    }
    throw new Error('the queue did not come to an end');
  }
  const visitedBy = (worker: { log: string }) =>
    readFileSync(worker.log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"msg":"visited"'))
      .reduce((sum, line) => sum + JSON.parse(line).nodes, 0);

  test('and when one is killed, every node is in the result once', { timeout: 90_000 }, async () => {
    const [first, second] = await Promise.all([work(8), work(8)]);
    const id = await start();
    await until(id, ({ visits: done }) => done >= 12);
    first.process.kill('SIGKILL');
    await hasEnded(first.process.pid ?? 0);
    const killedAt = (await sweepRow(id)).visits;
    expect(killedAt).toBeLessThan(40);
    // As if half a minute had gone by, in which it showed no life.
    await database.db.query(`update worker set seen_at = seen_at - interval '1 minute' where id = $1`, [
      first.id,
    ]);
    expect(await until(id, ({ state }) => state !== 'running')).toMatchObject({
      state: 'finished',
      visits: 40,
      nodes: 40,
      bad: 0,
    });
    expect(visitedBy(second)).toBeGreaterThan(0);
    expect(readFileSync(second.log, 'utf8')).toContain('a worker fell silent');
    // What the dead one was in the middle of was done again, and nothing else was.
    const seen = readFileSync(visits, 'utf8').trim().split('\n');
    expect(new Set(seen).size).toBe(40);
    expect(seen.length).toBeLessThanOrEqual(40 + 8 + 4);
    const rollup = async () =>
      (await database.db.query('select * from cluster_tool order by tool_id, provider')).rows;
    const told = await rollup();
    expect(told.length).toBeGreaterThan(0);
    const cluster = await database.db.query<{ id: number }>('select id from cluster');
    await refreshRollup(database.db, cluster.rows[0]?.id ?? 0, null);
    expect(told).toEqual(await rollup());
    const next = await start();
    expect(await until(next, ({ state }) => state !== 'running')).toMatchObject({
      state: 'finished',
      bad: 0,
    });
    const changed = await database.db.query<{ changed: number }>('select changed from sweep where id = $1', [
      next,
    ]);
    expect(changed.rows[0]?.changed).toBe(0);
  });

  test('about evenly, and one that is told to stop hands over', { timeout: 90_000 }, async () => {
    const [first, second] = await Promise.all([work(4), work(4)]);
    const id = await start();
    await until(id, ({ state }) => state === 'finished');
    const shares = [visitedBy(first), visitedBy(second)];
    expect(shares[0] ?? 0).toBeGreaterThanOrEqual(8);
    expect(shares[1] ?? 0).toBeGreaterThanOrEqual(8);
    const again = await start();
    await until(again, ({ visits: done }) => done >= 4);
    first.process.kill('SIGTERM');
    expect(await hasEnded(first.process.pid ?? 0)).toBe(true);
    expect(await until(again, ({ state }) => state !== 'running')).toMatchObject({
      state: 'finished',
      nodes: 40,
    });
    const left = await database.db.query('select id from worker');
    expect(left.rows).toEqual([{ id: second.id }]);
  });

  test('a second sweep of the cluster is refused, and cancelling ends the first at once', {
    timeout: 120_000,
  }, async () => {
    // Slow enough for what a person does meanwhile.
    await work(1);
    const id = await start();
    await until(id, ({ visits: done }) => done >= 4);
    const second = await gazetteer(['sweeps', 'start', 's/c'], env('cli'));
    expect(second.code).toBe(1);
    expect(second.err).toContain(`(sweep ${id})`);
    const collect = await gazetteer(['collect', 's/c'], env('cli'));
    expect(collect.err).toContain('is running already');
    expect((await gazetteer(['sweeps', 'cancel', String(id)], env('cli'))).code).toBe(0);
    const ended = await sweepRow(id);
    expect(ended.state).toBe('cancelled');
    expect(ended.note).toMatch(/^it was cancelled: [0-9]+ of 40 nodes were not visited$/);
    // Workers look every two seconds; then its jobs come to nothing.
    await areDone('visits', 'finish');
    expect((await sweepRow(id)).visits).toBeLessThan(40);
    await work(16);
    const next = await start();
    expect(await until(next, ({ state }) => state !== 'running')).toMatchObject({
      state: 'finished',
      nodes: 40,
    });
  });

  test('one that no worker is left to end keeps nobody from collecting', { timeout: 60_000 }, async () => {
    const id = await start();
    expect((await gazetteer(['collect', 's/c'], env('cli'))).err).toContain('is running already');
    await database.db.query(
      `update sweep set started_at = started_at - interval '1 minute', seen_at = seen_at - interval '1 minute'`,
    );
    const collected = await gazetteer(['collect', 's/c', '--json'], env('cli'));
    expect(JSON.parse(collected.out)).toMatchObject({ visited: 40 });
    expect((await sweepRow(id)).state).toBe('interrupted');
    // Its jobs come to nothing.
    await work(8);
    await areDone('visits', 'finish');
    expect((await sweepRow(id)).visits).toBe(0);
  });

  test('no more nodes at once than the cluster allows, over all workers', { timeout: 90_000 }, async () => {
    await apply('collect: { nodes: 3 },', 20);
    const slow = join(folder, 'at-once');
    writeFileSync(slow, '');
    await Promise.all([work(16), work(16)]);
    const id = await start();
    let most = 0;
    while ((await sweepRow(id)).state === 'running') {
      const sessions = (await connections()).length;
      most = Math.max(most, sessions);
      await sleep(40);
    }
    expect(await sweepRow(id)).toMatchObject({ state: 'finished', nodes: 20 });
    expect(most).toBeGreaterThanOrEqual(2);
    expect(most).toBeLessThanOrEqual(3);
  });

  /** Nodes in whose sessions the command of the node sleeps. */
  async function connections(): Promise<string[]> {
    const ps = spawn('pgrep', ['-af', `echo n[0-9]+ >>${visits}`]);
    let text = '';
    ps.stdout.on('data', (chunk) => {
      text += chunk;
    });
    await new Promise((resolve) => ps.on('close', resolve));
    // A shell that forks is seen twice for a moment.
    return [...new Set([...text.matchAll(/echo (n[0-9]+) >>/g)].map(([, name = '']) => name))];
  }

  test('a cluster that is paused is not swept, and what was due runs once when it is resumed', {
    timeout: 120_000,
  }, async () => {
    await apply('collect: { schedule: "* * * * *", jitterMinutes: 0 },');
    await database.db.query(`update cluster set schedule_since = now() - interval '10 minutes'`);
    expect(
      (await gazetteer(['clusters', 'pause', 's/c', '--why', 'file server moves'], env('cli'))).out,
    ).toContain('is paused');
    await work(16);
    const refused = await gazetteer(['collect', 's/c'], env('cli'));
    expect(refused.err).toContain('file server moves');
    const tick = async () => {
      await database.db.query(`select graphile_worker.add_job('tick', '{}')`);
      await areDone('tick', 'sweep');
      const found = await database.db.query<{ id: number; due: Date; trigger: string }>(
        'select id, due_at as due, trigger from sweep order by id',
      );
      return found.rows;
    };
    expect(await tick()).toEqual([]);
    await gazetteer(['clusters', 'resume', 's/c'], env('cli'));
    const [only, ...more] = await tick();
    expect(more).toEqual([]);
    expect(only?.trigger).toBe('schedule');
    expect(Date.now() - (only?.due.getTime() ?? 0)).toBeLessThan(70_000);
    expect((await gazetteer(['clusters', 'list'], env('cli'))).out).toContain('* * * * * (UTC)');
    // Another one is not begun while it runs.
    await tick();
    expect((await sweepRow(only?.id ?? 0)).state).not.toBe('interrupted');
  });
});
