import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../server/collect/collect.ts';
import { facetNames } from '../../server/facets/names.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { hasEnded } from '../harness/processes.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { pathOf } from '../harness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-busy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process as Linux shows it: proc_pid_stat(5), proc_pid_cmdline(5). */
function recordProcess(root: string, pid: number, name: string, parent: number, words?: string): void {
  mkdirSync(join(root, 'proc', String(pid)), { recursive: true });
  writeFileSync(
    join(root, 'proc', String(pid), 'stat'),
    `${pid} (${name}) S ${parent} ${pid} ${pid} 0 -1 4194560\n`,
  );
  if (words !== undefined) writeFileSync(join(root, 'proc', String(pid), 'cmdline'), words);
}

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('under %s', (_, shell) => {
  const busy = (
    processes: [pid: number, name: string, parent: number, words?: string][],
    mode: 'skip' | 'cheap' = 'cheap',
    env: Record<string, string> = {},
  ) => {
    const root = mkdtempSync(join(folder, 'root-'));
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(root, 'etc/os-release'), 'ID=x\n');
    for (const one of processes) recordProcess(root, ...one);
    const session = agentSession({ root, busy: mode, facets: ['os', 'conda'] }, shell, env);
    expect(session.complete).toBe(true);
    return { by: session.busy?.by, facets: session.facets.map(({ facet }) => facet) };
  };
  const INIT: [number, string, number] = [1, 'systemd', 0];

  test('a node without jobs is read whole', () => {
    const idle = { by: undefined, facets: ['os', 'conda'] };
    expect(busy([INIT, [20, 'slurmd', 1], [30, 'bash', 1]])).toEqual(idle);
    // A daemon without children, and a name that only looks like one.
    expect(busy([INIT, [20, 'pbs_mom', 1], [120, 'bash', 12], [30, 'slurmstepd x', 1]])).toEqual(idle);
    expect(busy([])).toEqual(idle);
  });

  test('what keeps the cgroup of jobs open is none, and neither is the job that the agent runs in', () => {
    const idle = { by: undefined, facets: ['os', 'conda'] };
    const keeper: [number, string, number, string] = [
      300,
      'slurmstepd',
      1,
      '/usr/sbin/slurmstepd\0infinity\0',
    ];
    const step = (pid: number, title: string) =>
      [pid, 'slurmstepd', 1, `slurmstepd: [${title}]\0\0\0`] as [number, string, number, string];
    const jobs = { by: 'slurmstepd', facets: ['os'] };
    expect(busy([INIT, keeper])).toEqual(idle);
    expect(busy([INIT, keeper, step(400, '12.0')])).toEqual(jobs);
    const mine = { SLURM_JOB_ID: '12' };
    expect(busy([INIT, keeper, step(400, '12.extern'), step(401, '12.0')], 'cheap', mine)).toEqual(idle);
    expect(busy([INIT, step(400, '12.0'), step(401, '121.batch')], 'cheap', mine)).toEqual(jobs);
  });

  test.each([
    ['slurmstepd', [INIT, [400, 'slurmstepd', 1]]],
    ['sge_shepherd', [INIT, [20, 'sge_execd', 1], [400, 'sge_shepherd', 20]]],
    ['pbs_mom', [INIT, [20, 'pbs_mom', 1], [400, 'bash', 20]]],
    // The job has the lower number, as after a restart of the daemon; and a name that is made to confuse.
    ['pbs_mom', [INIT, [400, 'pbs_mom', 1], [20, ') S 1 (x', 400]]],
  ] as [string, [number, string, number][]][])(
    'one with jobs of %s is asked for little, or nothing',
    (by, processes) => {
      expect(busy(processes)).toEqual({ by, facets: ['os'] });
      expect(busy(processes, 'skip')).toEqual({ by, facets: [] });
    },
  );
});

describe.skipIf(!hasSshd())('a node on which a real process runs jobs', () => {
  const root = join(folder, 'node');
  let database: TestDatabase;
  let sshd: Sshd;
  let job: ChildProcess;
  const number = () => job.pid ?? 0;

  beforeAll(async () => {
    database = await testDatabase();
    recordedRoot('harbour/tide/n02', root);
    sshd = await startSshd([{ name: 'n1', root }]);
    const program = join(folder, 'slurmstepd');
    copyFileSync(pathOf('sleep') ?? '', program);
    job = spawn(program, ['300']);
  }, 60_000);
  afterAll(async () => {
    job?.kill('SIGKILL');
    await sshd?.stop();
    await database?.drop();
  });

  async function sweep(busy: string) {
    const file = join(folder, 'sites.yaml');
    const { user, port, clientKey: identityFile, knownHosts } = sshd;
    const ssh = {
      user,
      port,
      identityFile,
      knownHosts,
      agent: false,
      addresses: { n1: sshd.node('n1').address },
    };
    const cluster = { nodes: 'n1', facets: ['os', 'kernel', 'conda'], busy, ssh };
    writeFileSync(file, JSON.stringify({ sites: { s: { clusters: { c: cluster } } } }));
    await applyInventory(database.db, readSites(file), { prune: false });
    const signal = new AbortController().signal;
    const { sweeps } = await collect(database.db, '', { dataFolder: folder, parallel: 1, signal });
    const visit = await database.db.query<{ confirmed: number; code: string | null; message: string | null }>(
      `select confirmed, code, message from visit left join reason on reason.id = reason_id order by sweep_id desc limit 1`,
    );
    const { confirmed = 0, ...why } = visit.rows[0] ?? {};
    return {
      outcomes: sweeps[0]?.outcomes,
      changed: sweeps[0]?.changed,
      read: facetNames.filter((_, at) => (confirmed & (1 << at)) !== 0),
      ...why,
    };
  }
  function change(text: string): void {
    writeFileSync(join(root, 'proc/sys/kernel/version'), `#1 SMP ${text}\n`);
    const meta = join(root, 'opt/miniforge3/envs/bio/conda-meta', `bwa-${text}-0.json`);
    writeFileSync(meta, JSON.stringify({ name: 'bwa', version: text, build: '0', subdir: 'linux-64' }));
  }

  test('is skipped, or asked for little, as the site wants it, and read whole when they are over', async () => {
    const whole = { outcomes: { complete: 1 }, read: ['os', 'kernel', 'conda'], code: null };
    expect(await sweep('skip')).toMatchObject(whole);
    const before = await whatIsKnown(database.db);
    symlinkSync(`/proc/${number()}`, join(root, 'proc', String(number())));
    expect(readFileSync(join(root, 'proc', String(number()), 'stat'), 'utf8')).toContain('(slurmstepd)');
    change('1');
    expect(await sweep('skip')).toMatchObject({
      outcomes: { notExpected: 1, failed: 0 },
      changed: 0,
      read: [],
      code: 'busy',
      message: 'jobs run on it (slurmstepd)',
    });
    expect(await whatIsKnown(database.db)).toEqual(before);
    // The kernel is seen to be another one; what is known of conda keeps its age.
    expect(await sweep('cheap')).toMatchObject({
      outcomes: { complete: 1 },
      changed: 1,
      read: ['os', 'kernel'],
      code: null,
    });
    expect((await whatIsKnown(database.db)).tools).toEqual(before.tools);
    change('2');
    expect(await sweep('visit')).toMatchObject({ ...whole, changed: 2 });
    job.kill('SIGKILL');
    expect(await hasEnded(number())).toBe(true);
    change('3');
    expect(await sweep('cheap')).toMatchObject({ ...whole, changed: 2 });
  }, 60_000);
});
