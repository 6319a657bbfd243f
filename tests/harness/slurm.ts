import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Slurm of its own: one slurmctld and some slurmd on loopback, with files in a temporary folder. */
export class Slurm {
  private readonly processes: ChildProcess[] = [];
  readonly conf: string;

  private constructor(readonly folder: string) {
    this.conf = join(folder, 'slurm.conf');
  }

  /** `nodes` are started, each with its settings; `lines` are further lines of slurm.conf. */
  static async start(nodes: Record<string, string>, lines: string[]): Promise<Slurm> {
    const slurm = new Slurm(mkdtempSync(join(tmpdir(), 'gazetteer-slurm-')));
    for (const name of ['state', 'spool', 'log']) mkdirSync(join(slurm.folder, name));
    const ports = await freePorts(Object.keys(nodes).length + 2);
    const host = hostname().split('.')[0] ?? 'localhost';
    const user = userInfo().username;
    const settings = [
      'ClusterName=loop',
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmUser=${user}`,
      `SlurmdUser=${user}`,
      'AuthType=auth/none',
      'CredType=cred/none',
      `SlurmctldPort=${ports[0]}`,
      `SlurmdPort=${ports[1]}`,
      `StateSaveLocation=${slurm.folder}/state`,
      `SlurmdSpoolDir=${slurm.folder}/spool/%n`,
      `SlurmctldPidFile=${slurm.folder}/slurmctld.pid`,
      `SlurmdPidFile=${slurm.folder}/slurmd-%n.pid`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_Core_Memory',
      'SwitchType=switch/none',
      'ReturnToService=2',
      'GresTypes=gpu',
      ...Object.entries(nodes).map(
        ([name, more], at) =>
          `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[at + 2]} ${more}`,
      ),
      ...lines,
    ];
    writeFileSync(slurm.conf, `${settings.join('\n')}\n`);
    writeFileSync(join(slurm.folder, 'gres.conf'), 'Name=gpu Type=a100 File=/dev/null\n');
    slurm.spawn('slurmctld', ['-D', '-f', slurm.conf]);
    await slurm.answers();
    for (const name of Object.keys(nodes)) slurm.spawn('slurmd', ['-D', '-N', name, '-f', slurm.conf]);
    return slurm;
  }

  private spawn(program: string, args: string[]): void {
    const log = openSync(join(this.folder, 'log', `${program}-${this.processes.length}`), 'w');
    this.processes.push(spawn(`/usr/sbin/${program}`, args, { stdio: ['ignore', log, log], env: this.env }));
    closeSync(log);
  }

  get env(): Record<string, string> {
    return { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', SLURM_CONF: this.conf, LC_ALL: 'C' };
  }

  run(program: string, ...args: string[]): string {
    return execFileSync(program, args, {
      env: this.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  private async answers(): Promise<void> {
    await this.until(() => this.run('scontrol', 'ping').includes('is UP'));
  }

  /** Waits until so many nodes of a partition have nothing to do. */
  untilIdle(partition: string, nodes: number): Promise<void> {
    return this.until(() => {
      const idle = this.run('sinfo', '-h', '-N', '-t', 'idle', '-p', partition, '-o', '%N')
        .trim()
        .split('\n');
      return new Set(idle).size === nodes;
    });
  }

  /** Waits up to half a minute until something holds. */
  async until(holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 150; tries++) {
      try {
        if (holds()) return;
      } catch {
        // Not yet.
      }
      await sleep(200);
    }
    throw new Error(`Slurm did not get there: see ${this.folder}/log`);
  }

  /** Ends what this started, and nothing else. */
  async stop(): Promise<void> {
    // What keeps a job would go on without its slurmd.
    try {
      this.run('scancel', '-u', userInfo().username);
      await this.until(() => this.run('squeue', '-h') === '');
    } catch {
      // It does not answer any more.
    }
    for (const one of this.processes) one.kill('SIGTERM');
    await Promise.all(
      this.processes.map((one) =>
        one.exitCode === null && one.signalCode === null
          ? new Promise((done) => one.once('exit', done))
          : null,
      ),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
