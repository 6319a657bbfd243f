import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Slurm } from '../harness/slurm.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { needs } from '../harness/tools.ts';

/** The agent inside jobs of a real Slurm: a real sshd on the login node, several slurmd. */

const have = [
  needs('slurmctld', 'slurmctld'),
  needs('slurmd', 'slurmd'),
  needs('srun', 'slurm-client'),
  hasSshd(),
];

describe.skipIf(have.includes(false))('the agent in a job', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-job-'));
  const file = join(folder, 'sites.yaml');
  let slurm: Slurm;
  let sshd: Sshd;
  let database: TestDatabase;
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
  const collect = async (scope = 'a/c') => JSON.parse((await run('collect', scope, '--json')).out);
  const apply = async (job: string, more = '') => {
    const login = sshd.node('login1').address;
    writeFileSync(
      file,
      `sites:
  a:
    clusters:
      c:
        ssh: { user: ${sshd.user}, identityFile: ${sshd.clientKey}, knownHosts: ${sshd.knownHosts} }
        transport: job
        job: { via: login1, memory: 50M, ${job} }
        facets: [kernel]
        ${more}
        nodes:
          - { nodes: login1, transport: ssh, ssh: { port: ${sshd.port}, addresses: "${login}" } }
          - from: { slurm: login1 }
`,
    );
    expect((await run('apply', file)).code).toBe(0);
  };
  /** Names of nodes by the outcome of their last visit. */
  const outcomes = async () => {
    const found = await database.db.query<{ name: string; outcome: number; code: string | null }>(
      `select distinct on (node.id) node.name, visit.outcome, reason.code from visit
       join node on node.id = visit.node_id left join reason on reason.id = visit.reason_id
       order by node.id, visit.started_at desc`,
    );
    return Object.fromEntries(found.rows.map((row) => [row.name, row.code ?? row.outcome]));
  };
  const jobs = () =>
    slurm
      .run('scontrol', '-o', 'show', 'job')
      .split('\n')
      .filter((line) => line.includes('JobName=gazetteer-'));

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    const alike = 'CPUs=1 RealMemory=300';
    slurm = await Slurm.start(
      { n01: alike, n02: alike, n03: alike, b01: 'CPUs=1 RealMemory=400 Feature=big' },
      [
        'PartitionName=main Nodes=n[01-03] Default=YES State=UP',
        'PartitionName=all Nodes=n[01-03],b01 State=UP',
      ],
    );
    sshd = await startSshd([{ name: 'login1', env: slurm.env }]);
    await slurm.untilIdle('all', 4);
  }, 60_000);
  afterAll(async () => {
    await sshd?.stop();
    await slurm?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('runs on one node of each kind of hardware, with the settings of the cluster', async () => {
    await apply('partition: all, minutes: 3');
    const summary = await collect();
    expect(summary.sweeps[0]).toMatchObject({
      outcomes: { complete: 3, partial: 0, failed: 0, notExpected: 2 },
      failures: [],
    });
    expect(await outcomes()).toEqual({
      login1: 0,
      n01: 0,
      n02: 'same-hardware',
      n03: 'same-hardware',
      b01: 0,
    });
    const told = jobs();
    expect(told).toHaveLength(2);
    for (const job of told) {
      expect(job).toMatch(/ TimeLimit=00:03:00 .* Partition=all /);
      expect(job).toMatch(/ JobState=COMPLETED /);
    }
    expect(told.map((job) => / NodeList=(\S+)/.exec(job)?.[1]).sort()).toEqual(['b01', 'n01']);
  }, 90_000);

  test('another node speaks for its hardware when the first is drained, and what is known stands', async () => {
    slurm.run('scontrol', 'update', 'nodename=n01', 'state=drain', 'reason=disk');
    await collect();
    expect(await outcomes()).toMatchObject({ n01: 'drained', n02: 0, n03: 'same-hardware', b01: 0 });
    slurm.run('scontrol', 'update', 'nodename=n01', 'state=resume');
    // Who was read last goes on speaking.
    await collect();
    expect(await outcomes()).toMatchObject({ n01: 'same-hardware', n02: 0, n03: 'same-hardware' });
    const closed = await database.db.query('select from observation where until is not null');
    expect(closed.rowCount).toBe(0);
  }, 90_000);

  test('sbatch does the same through a shared folder, which it leaves as it was', async () => {
    const shared = join(folder, 'shared');
    mkdirSync(shared, { mode: 0o777 });
    await apply(`partition: all, nodes: all, start: sbatch, folder: ${shared}`);
    const summary = await collect();
    expect(summary.sweeps[0]).toMatchObject({ outcomes: { complete: 5 }, failures: [] });
    expect(readdirSync(shared)).toEqual([]);
  }, 120_000);

  test('its own job is none that keeps it from a node, and another one is', async () => {
    await apply('partition: all', 'busy: skip');
    // Jobs of the tests before, and of those that run beside this one, are on the same machine.
    await slurm.until(() => runningSteps().length === 0);
    expect((await collect('a/c/n01')).sweeps[0]).toMatchObject({ outcomes: { complete: 1 }, failures: [] });
    slurm.run('sbatch', '-p', 'all', '-w', 'n02', '-D', '/tmp', '-o', '/dev/null', '--wrap', 'sleep 300');
    await slurm.until(() => slurm.run('squeue', '-h', '-t', 'R', '-o', '%N').includes('n02'));
    // All these nodes are one machine.
    expect((await collect('a/c/n01')).sweeps[0]).toMatchObject({ outcomes: { notExpected: 1 } });
    expect(await outcomes()).toMatchObject({ n01: 'busy' });
    slurm.run('scancel', '-u', sshd.user);
    await slurm.until(() => slurm.run('squeue', '-h') === '');
  }, 120_000);

  test('a job that is refused or does not start says so, and nothing is left running', async () => {
    await apply('partition: nowhere');
    const refused = await collect('a/c/n01');
    expect(refused.sweeps[0].failures[0]).toMatchObject({
      reason: 'job-refused',
      message: expect.stringContaining('invalid partition'),
    });
    slurm.run('sbatch', '-p', 'all', '-w', 'n01', '-D', '/tmp', '-o', '/dev/null', '--wrap', 'sleep 300');
    await slurm.until(() => slurm.run('squeue', '-h', '-t', 'R', '-o', '%N').includes('n01'));
    await apply('partition: all, waitSeconds: 2');
    expect((await collect('a/c/n01')).sweeps[0].failures[0]).toMatchObject({ reason: 'job-waiting' });
    const shared = join(folder, 'shared');
    await apply(`partition: all, start: sbatch, folder: ${shared}`, 'limits: { visitSeconds: 4 }');
    expect((await collect('a/c/n01')).sweeps[0].failures[0]).toMatchObject({ reason: 'job-waiting' });
    await slurm.until(() => !jobs().some((job) => /JobState=(?:PENDING|RUNNING|COMPLETING)/.test(job)));
    await slurm.until(() => readdirSync(shared).length === 0);
    slurm.run('scancel', '-u', sshd.user);
    await slurm.until(() => slurm.run('squeue', '-h') === '');
    expect(existsSync(shared)).toBe(true);
  }, 120_000);
});

/** Keepers of jobs on this machine, as they call themselves: "slurmstepd: [12.batch]". */
function runningSteps(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const words = /^[0-9]+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, 'latin1') : '';
      return words.startsWith('slurmstepd: [') ? [words] : [];
    } catch {
      return [];
    }
  });
}
