import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { recordedRoot } from '../harness/invented.ts';
import { hasEnded, isRunning } from '../harness/processes.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';

const NODES = Array.from({ length: 24 }, (_, at) => `n${String(at + 1).padStart(2, '0')}`);

interface Told {
  state: string;
  changed: number;
  outcomes: Record<string, number>;
}
const done = ({ outcomes }: Told) => Object.values(outcomes).reduce((sum, count) => sum + count, 0);

/** The service as most people run it, with a Postgres of its own, which is killed while its workers share a sweep. */
describe.skipIf(!hasSshd())(
  "a service whose own Postgres is killed in the middle of its workers' sweep",
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-own-'));
    const data = join(folder, 'data');
    const env = { DATABASE_URL: '', GAZETTEER_DATA: data, GAZETTEER_PORT: '0' };
    let sshd: Sshd;
    let service: ChildProcess;
    let address = '';

    beforeAll(async () => {
      chmodSync(folder, 0o755);
      const root = join(folder, 'root');
      recordedRoot('harbour/tide/n02', root);
      sshd = await startSshd(
        NODES.map((name) => ({ name, root, forceCommand: 'sleep 0.4; exec /bin/sh -s' })),
      );
      const { user, port, clientKey: identityFile, knownHosts } = sshd;
      const addresses = Object.fromEntries(NODES.map((name) => [name, sshd.node(name).address]));
      const cluster = {
        nodes: 'n[01-24]',
        facets: ['os', 'kernel', 'conda'],
        collect: { nodes: 6 },
        ssh: { user, port, identityFile, knownHosts, agent: false, addresses },
      };
      const file = join(folder, 'sites.yaml');
      writeFileSync(file, JSON.stringify({ sites: { s: { clusters: { c: cluster } } } }));
      service = spawn(process.execPath, [join(installation, 'bin/gazetteer.js'), 'serve'], {
        env: { ...process.env, ...env },
        cwd: installation,
      });
      address = await new Promise<string>((resolve, reject) => {
        let said = '';
        const listen = (chunk: Buffer) => {
          said += chunk;
          const found = /Gazetteer is at (\S+)/.exec(said)?.[1];
          if (found) resolve(found);
        };
        service.stdout?.on('data', listen);
        service.stderr?.on('data', listen);
        service.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${said}`)));
      });
      expect((await gazetteer(['apply', file], env)).code).toBe(0);
    }, 120_000);

    afterAll(async () => {
      service?.kill('SIGTERM');
      await hasEnded(service?.pid ?? 0);
      await sshd?.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });

    const start = async () =>
      JSON.parse((await gazetteer(['sweeps', 'start', 's/c', '--json'], env)).out).sweep as number;

    /** While the database is away, the service says so and not what the sweep is. */
    async function sweepIs(id: number, holds: (sweep: Told) => boolean): Promise<Told> {
      for (let tries = 0; tries < 1800; tries += 1) {
        const answer = await fetch(`${address}api/v1/sweeps/${id}`).catch(() => undefined);
        if (answer?.status === 200) {
          const told = (await answer.json()) as Told;
          if (holds(told)) return told;
        }
        await sleep(50);
      }
      throw new Error('it did not come to that in 90 s');
    }

    const found = async () =>
      (await (await fetch(`${address}api/v1/find.json?tool=samtools`)).json()) as unknown;

    test('goes on with a new one, visits every node once, and finds what it found', async () => {
      expect(await sweepIs(await start(), ({ state }) => state !== 'running')).toMatchObject({
        state: 'finished',
        outcomes: { complete: 24 },
      });
      const before = JSON.stringify(await found(), (key, value) => (key === 'confirmedAt' ? '' : value));
      expect(before).toContain('samtools');

      const id = await start();
      await sweepIs(id, (sweep) => done(sweep) >= 6);
      const postmaster = Number(
        readFileSync(join(data, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0],
      );
      expect(postmaster).toBeGreaterThan(1);
      process.kill(postmaster, 'SIGKILL');
      const ended = await sweepIs(id, ({ state }) => state !== 'running');
      expect(ended).toMatchObject({ state: 'finished', changed: 0, outcomes: { complete: 24 } });
      expect(done(ended)).toBe(24);
      expect(isRunning(service.pid ?? 0)).toBe(true);
      expect(isRunning(postmaster)).toBe(false);
      expect(JSON.stringify(await found(), (key, value) => (key === 'confirmedAt' ? '' : value))).toBe(
        before,
      );

      expect(await sweepIs(await start(), ({ state }) => state !== 'running')).toMatchObject({
        state: 'finished',
        changed: 0,
        outcomes: { complete: 24 },
      });
    }, 240_000);
  },
);
