import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { recordedRoot } from '../harness/invented.ts';
import { OwnPostgres } from '../harness/ownPostgres.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { factsOf, sweepIs, sweepTold } from '../harness/sweepsTold.ts';
import { startWorkerProcess, type WorkerProcess } from '../harness/workerProcess.ts';

const NODES = Array.from({ length: 24 }, (_, at) => `n${String(at + 1).padStart(2, '0')}`);

/** A real Postgres goes away in the middle of real sweeps, and comes back on the same port. */
describe.skipIf(!hasSshd())('a database that is started again in the middle of a sweep', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-restarts-'));
  const root = join(folder, 'root');
  let postgres: OwnPostgres;
  let sshd: Sshd;
  /** What a sweep finds that nothing disturbs. */
  let undisturbed: Awaited<ReturnType<typeof factsOf>> & { changed: number };
  let db: Database;
  let url = '';
  let workers: WorkerProcess[] = [];

  const env = (data = 'data') => ({ DATABASE_URL: url, GAZETTEER_DATA: join(folder, data) });
  const collect = () => gazetteer(['collect', 's/c', '--parallel', '8', '--json'], env());

  beforeAll(async () => {
    recordedRoot('harbour/tide/n02', root);
    sshd = await startSshd([
      ...NODES.map((name) => ({ name, root, forceCommand: 'sleep 0.4; exec /bin/sh -s' })),
      { name: 'slow', root, forceCommand: 'sleep 2; exec /bin/sh -s' },
    ]);
    postgres = await OwnPostgres.start(join(folder, 'postgres-of-site'));
    url = await postgres.database('before');
    const file = join(folder, 'sites.yaml');
    const ssh = { user: sshd.user, port: sshd.port, identityFile: sshd.clientKey, agent: false };
    const addresses = Object.fromEntries(NODES.map((name) => [name, sshd.node(name).address]));
    const cluster = {
      nodes: 'n[01-24]',
      facets: ['os', 'kernel', 'conda'],
      ssh: { ...ssh, knownHosts: sshd.knownHosts, addresses },
    };
    const asking = {
      facets: ['os'],
      nodes: [{ nodes: 'slow' }, { from: { slurm: 'slow' } }],
      ssh: { ...ssh, knownHosts: sshd.knownHosts, addresses: { slow: sshd.node('slow').address } },
    };
    writeFileSync(file, JSON.stringify({ sites: { s: { clusters: { c: cluster, d: asking } } } }));
    const first = openDatabase(url);
    await applyInventory(first, readSites(file), { prune: false });
    await first.close();
    expect(JSON.parse((await collect()).out)).toMatchObject({ visited: 24 });
    change();
    url = await postgres.database('control', 'before');
    const changed: number = JSON.parse((await collect()).out).sweeps[0].changed;
    const control = openDatabase(url);
    undisturbed = { ...(await factsOf(control)), changed };
    await control.close();
    // Each node's kernel, and one environment of all.
    expect(undisturbed.closed).toEqual({ observations: 24, sights: 0, items: 1 });
  }, 120_000);

  /** Something of each node, and something that all see. */
  function change(): void {
    const release = join(root, 'proc/sys/kernel/version');
    writeFileSync(release, readFileSync(release, 'utf8').replace(/#[0-9]+/, '#999'));
    const meta = join(root, 'opt/miniforge3/envs/bio/conda-meta/bwa-0.7.18-0.json');
    const record = { name: 'bwa', version: '0.7.18', build: '0', channel: 'bioconda', subdir: 'linux-64' };
    writeFileSync(meta, JSON.stringify(record));
  }

  let count = 0;
  beforeEach(async () => {
    count += 1;
    url = await postgres.database(`case${count}`, 'before');
    db = openDatabase(url);
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    workers = [];
    await db.close();
  });
  afterAll(async () => {
    await sshd?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const clusterId = async (name: string) => {
    const found = await db.query<{ id: number }>('select id from cluster where name = $1', [name]);
    return found.rows[0]?.id ?? 0;
  };
  const newest = async () => {
    const found = await db.query<{ id: number }>('select max(id) as id from sweep');
    return found.rows[0]?.id ?? 0;
  };

  /** What it takes then can be given to others at once, not only after half a minute. */
  async function hasToldItsNames(worker: number): Promise<void> {
    const told = `select 1 from worker where id = $1 and cardinality(queue_ids) > 0`;
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await db.query(told, [worker])).rows.length > 0) return;
      await sleep(50);
    }
    throw new Error('the worker did not tell what the queue calls it');
  }

  /** One of two workers may have taken all batches. */
  async function busyAndOther(): Promise<[WorkerProcess, WorkerProcess]> {
    const found = await db.query<{ id: number }>(
      'select worker.id from worker join graphile_worker._private_jobs as job on job.locked_by = any(worker.queue_ids) limit 1',
    );
    const busy = workers.find(({ id }) => id === found.rows[0]?.id);
    const other = workers.find((worker) => worker !== busy);
    if (!busy || !other) throw new Error('no worker has taken anything');
    return [busy, other];
  }

  async function nothingWasLost(id: number): Promise<void> {
    expect(await sweepTold(db, id)).toEqual({
      state: 'finished',
      note: '',
      changed: undisturbed.changed,
      visits: 24,
      nodes: 24,
      bad: 0,
      reasons: [],
    });
    const { open, closed } = await factsOf(db);
    expect(open).toEqual(undisturbed.open);
    expect(closed).toEqual(undisturbed.closed);
    const rollup = async () => (await db.query('select * from cluster_tool order by tool_id, provider')).rows;
    const told = await rollup();
    const added = await db.query(
      `select 1 from cluster_tool join tool on tool.id = tool_id where tool.name = 'bwa'`,
    );
    expect(added.rows).toHaveLength(1);
    await refreshRollup(db, await clusterId('c'), null);
    expect(told).toEqual(await rollup());
  }

  /** Kills it when some of the nodes were visited. */
  async function inTheMiddle(id: number, how: 'fast' | 'killed', downMs: number): Promise<void> {
    await sweepIs(db, id, ({ visits }) => visits >= 6);
    await postgres.restart(how, downMs);
  }

  test.each([['fast', 1000] as const, ['killed', 3000] as const])(
    'costs a sweep of one process nothing: %s',
    async (how, downMs) => {
      const before = await newest();
      const collecting = collect();
      for (let tries = 0; tries < 400 && (await newest()) === before; tries += 1) await sleep(50);
      const id = await newest();
      await inTheMiddle(id, how, downMs);
      const ran = await collecting;
      expect(ran).toMatchObject({ code: 0 });
      expect(JSON.parse(ran.out).sweeps[0]).toMatchObject({ outcomes: { complete: 24 }, failures: [] });
      await nothingWasLost(id);
      expect(JSON.parse((await collect()).out).sweeps[0]).toMatchObject({
        outcomes: { complete: 24 },
        changed: 0,
      });
    },
    120_000,
  );

  test.each([['fast', 1000] as const, ['killed', 3000] as const])(
    'costs a sweep that workers share nothing: %s',
    async (how, downMs) => {
      workers = await Promise.all(['w1', 'w2'].map((data) => startWorkerProcess(env(data), 6)));
      const start = async () =>
        JSON.parse((await gazetteer(['sweeps', 'start', 's/c', '--json'], env())).out).sweep as number;
      const id = await start();
      await inTheMiddle(id, how, downMs);
      await sweepIs(db, id, ({ state }) => state !== 'running', 90);
      await nothingWasLost(id);
      for (const { process } of workers) expect(process.exitCode).toBeNull();
      const next = await start();
      const quiet = await sweepIs(db, next, ({ state }) => state !== 'running', 90);
      expect(quiet).toMatchObject({ state: 'finished', nodes: 24, bad: 0, changed: 0 });
    },
    200_000,
  );

  test('and a worker that stood still for so long that others did its part goes on, and does nothing twice', async () => {
    workers = await Promise.all(['w4', 'w5'].map((data) => startWorkerProcess(env(data), 6)));
    for (const { id } of workers) await hasToldItsNames(id);
    const start = async () =>
      JSON.parse((await gazetteer(['sweeps', 'start', 's/c', '--json'], env())).out).sweep as number;
    const id = await start();
    await sweepIs(db, id, ({ visits }) => visits >= 2);
    const [stalled, other] = await busyAndOther();
    stalled.process.kill('SIGSTOP');
    // As if half a minute had gone by. What it holds in the middle of transactions, the other takes from it.
    await db.query(`update worker set seen_at = seen_at - interval '1 minute' where id = $1`, [stalled.id]);
    await sweepIs(db, id, ({ state }) => state !== 'running', 90);
    expect(other.log()).toContain('a worker fell silent');
    stalled.process.kill('SIGCONT');
    await sleep(3000);
    await nothingWasLost(id);
    expect(stalled.process.exitCode).toBeNull();
    const known = await db.query<{ id: number }>('select id from worker order by id');
    expect(known.rows.map((row) => row.id)).toEqual([stalled.id, other.id].sort((a, b) => a - b));
    // It takes jobs again, alone.
    await other.kill();
    await db.query('delete from worker where id = $1', [other.id]);
    const next = await start();
    expect(await sweepIs(db, next, ({ state }) => state !== 'running', 90)).toMatchObject({
      state: 'finished',
      nodes: 24,
      bad: 0,
      changed: 0,
    });
  }, 200_000);

  test('ends no worker whose job failed meanwhile, and that job is done later', async () => {
    const worker = await startWorkerProcess(env('w3'), 4);
    workers = [worker];
    const order = { clusterId: await clusterId('d'), trigger: 'command', dueAt: null, full: false };
    await db.query(`select graphile_worker.add_job('sweep', $1::json)`, [JSON.stringify(order)]);
    const begun = `select 1 from graphile_worker._private_jobs where locked_by is not null`;
    for (let tries = 0; tries < 200 && (await db.query(begun)).rows.length === 0; tries += 1) await sleep(20);
    // The node is asked who belongs to the cluster, for two seconds.
    await postgres.restart('fast', 3000);
    let id = 0;
    for (let tries = 0; tries < 600 && id === 0; tries += 1) {
      await sleep(50);
      const found = await db.query<{ id: number }>('select id from sweep where cluster_id = $1', [
        order.clusterId,
      ]);
      id = found.rows[0]?.id ?? 0;
    }
    expect(await sweepIs(db, id, ({ state }) => state !== 'running')).toMatchObject({
      state: 'finished',
      visits: 1,
    });
    expect(worker.process.exitCode).toBeNull();
    expect(worker.log()).toContain('the queue was lost');
  }, 120_000);
});
