import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Slurm } from '../harness/slurm.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { needs } from '../harness/tools.ts';

/** A real slurmctld, asked through a real sshd: who is there, and who is to be left alone. */

const have = [
  needs('slurmctld', 'slurmctld'),
  needs('slurmd', 'slurmd'),
  needs('sinfo', 'slurm-client'),
  hasSshd(),
];

describe.skipIf(have.includes(false))('nodes from Slurm', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-slurm-nodes-'));
  let slurm: Slurm;
  let sshd: Sshd;
  let database: TestDatabase;
  const names = ['n01', 'n02', 'n03', 'n04', 'away'];
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out);
  const states = async () =>
    Object.fromEntries(
      (await json('nodes', 'list', 'a/c')).map((one: Record<string, string>) => [
        one.node?.split('/')[2],
        `${one.state}${one.expected ? '' : ' not expected'}${one.reason ? `: ${one.reason}` : ''}`,
      ]),
    );

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    slurm = await Slurm.start(
      Object.fromEntries(names.slice(0, 4).map((name) => [name, 'CPUs=1 RealMemory=100'])),
      [
        'NodeName=away CPUs=4 RealMemory=800 NodeAddr=127.0.0.1 Port=1',
        'PartitionName=main Nodes=n[01-04],away Default=YES State=UP',
        'PartitionName=few Nodes=n[01-02] State=UP',
      ],
    );
    sshd = await startSshd([{ name: 'login1', env: slurm.env }, ...names.map((name) => ({ name }))]);
    const addresses = ['login1', ...names].map(
      (name) => `${name}: "${sshd.node(name).address}:${sshd.port}"`,
    );
    mkdirSync(join(folder, 'data'));
    writeFileSync(
      join(folder, 'sites.yaml'),
      `sites:
  a:
    clusters:
      c:
        ssh: { user: ${sshd.user}, identityFile: ${sshd.clientKey}, knownHosts: ${sshd.knownHosts}, addresses: { ${addresses.join(', ')} } }
        facets: [kernel]
        limits: { connectSeconds: 20 }
        nodes: [login1, { from: { slurm: login1 }, role: compute }]
`,
    );
    await slurm.untilIdle('main', 4);
  }, 60_000);
  afterAll(async () => {
    await sshd?.stop();
    await slurm?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are found with their states; down is a state and no reason to stay away', async () => {
    slurm.run('scontrol', 'update', 'nodename=away', 'state=down', 'reason=cable');
    const applied = await run('apply', join(folder, 'sites.yaml'));
    expect(applied.code).toBe(0);
    expect(applied.out).toContain('a/c: added away,n[01-04]');
    expect(await states()).toEqual({
      login1: '',
      n01: 'up',
      n02: 'up',
      n03: 'up',
      n04: 'up',
      away: 'down: cable',
    });
    const nodes = await json('nodes', 'list', 'a/c');
    const hardware = new Set(nodes.map((one: { hardware: string }) => one.hardware));
    // Four alike, another one, and the login node, of which Slurm knows nothing.
    expect(hardware.size).toBe(3);
  }, 60_000);

  test('drained, reserved and powered-down ones are left alone, and nothing of them ends', async () => {
    const first = await json('collect', 'a/c');
    expect(first.sweeps[0].outcomes).toEqual({ complete: 6, partial: 0, failed: 0, notExpected: 0 });
    slurm.run('scontrol', 'update', 'nodename=n02', 'state=drain', 'reason=bad DIMM');
    const [user, time] = [sshd.user, 'starttime=now duration=60:00'];
    slurm.run('scontrol', 'create', 'reservation', `user=${user}`, 'nodes=n03', ...time.split(' '));
    await slurm.until(() => slurm.run('scontrol', '-o', 'show', 'node', 'n03').includes('RESERVED'));
    const open = async () =>
      (await database.db.query('select id from observation where until is null order by id')).rows;
    const before = await open();
    const summary = await json('collect', 'a/c');
    expect(summary).toMatchObject({ expected: 6, visited: 4, notExpected: 2 });
    expect(summary.sweeps[0].outcomes).toEqual({ complete: 4, partial: 0, failed: 0, notExpected: 2 });
    expect(await states()).toMatchObject({
      n02: 'drained not expected: bad DIMM',
      n03: 'reserved not expected',
    });
    const visits = await database.db.query(
      `select node.name, visit.outcome, reason.code, reason.message from visit join node on node.id = visit.node_id
       join reason on reason.id = visit.reason_id order by 1`,
    );
    expect(visits.rows).toEqual([
      { name: 'n02', outcome: 3, code: 'drained', message: 'bad DIMM' },
      { name: 'n03', outcome: 3, code: 'reserved', message: 'it is reserved' },
    ]);
    expect(await open()).toEqual(before);
  }, 60_000);

  test('what comes and goes with jobs writes no node', async () => {
    const before = await database.db.query('select * from node order by id');
    const sweeps = await database.counts();
    slurm.run('sbatch', '-w', 'n01', '-D', '/tmp', '-o', '/dev/null', '--wrap', 'sleep 5');
    await json('collect', 'a/c');
    expect((await database.db.query('select * from node order by id')).rows).toEqual(before.rows);
    const after = await database.counts();
    expect(after).toEqual({ ...sweeps, sweep: (sweeps.sweep ?? 0) + 1, visit: (sweeps.visit ?? 0) + 6 });
  }, 60_000);

  test('when Slurm does not answer, everybody stays as known', async () => {
    const before = await states();
    slurm.run('scontrol', 'shutdown');
    const summary = await json('collect', 'a/c');
    expect(summary.discovered[0].problems[0]).toMatch(/^login1: (no-daemon|error|timeout)/);
    expect(summary.sweeps[0].outcomes).toEqual({ complete: 4, partial: 0, failed: 0, notExpected: 2 });
    expect(await states()).toEqual(before);
  }, 120_000);
});
