import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installation } from '../../server/config.ts';
import type { Database } from '../../server/store/database.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { recordedRoot } from '../harness/invented.ts';
import { hasSshd, startSshd } from '../harness/sshd.ts';
import type { Bench, Result } from './bench.ts';
import { CLUSTER, describe, nodeNames, withFolder } from './loopback.ts';
import { withDatabase, withPostgres } from './postgres.ts';

const PARALLEL = 32;
/** A worker is killed when so many nodes of a hundred were visited. */
const KILL_AT = 30;

interface Worker {
  process: ChildProcess;
  log: string;
}

export const workers: Bench = {
  name: 'workers',
  sentence: 'two real workers share a sweep of 1,000 loopback nodes (--nodes); then again, and one is killed',
  run: async (say, { nodes: [count = 1000] }) =>
    hasSshd() ? withFolder((folder) => measured(count, folder, say)) : [],
};

async function measured(count: number, folder: string, say: (text: string) => void): Promise<Result[]> {
  const root = join(folder, 'root');
  recordedRoot('alpine/edelweiss/cpu001', root);
  const visits = join(folder, 'visits');
  const sshd = await startSshd(
    nodeNames(count).map((name) => ({
      name,
      root,
      // Visits are counted on the nodes' side as well.
      forceCommand: `echo ${name} >>${visits}; exec /bin/sh -s`,
    })),
  );
  const running: Worker[] = [];
  try {
    return await withPostgres((url) =>
      withDatabase(url, async (db) => {
        await describe(db, sshd, folder);
        for (const at of [0, 1]) running.push(await work(url, folder, at));
        const [first, second] = running;
        if (!first || !second) throw new Error('there are no two workers');
        writeFileSync(visits, '');
        const shared = await swept(db, url, folder, async () => {});
        tell(shared, count, visits, say);
        const shares = [visitedBy(first), visitedBy(second)];
        say(`shares of the two workers: ${shares.join(' and ')} nodes`);
        writeFileSync(visits, '');
        const killed = await swept(db, url, folder, async (id) => {
          while ((await rows(db, id)).visits < (count * KILL_AT) / 100) await sleep(50);
          first.process.kill('SIGKILL');
          say(
            `one is killed after ${(await rows(db, id)).visits} visits; the real 30 s pass before it is missed`,
          );
        });
        tell(killed, count, visits, say);
        say(`the other one visited ${visitedBy(second) - (shares[1] ?? 0)}`);
        const size = `${count} nodes`;
        return [
          {
            what: 'two workers, wall time',
            size,
            seconds: shared.seconds,
            ratio: {
              yardstick: 'half of the nodes, by the larger share',
              value: Math.max(...shares) / (count / 2),
              toReach: 1.2,
            },
          },
          { what: 'two workers, one killed, wall time', size, seconds: killed.seconds },
        ];
      }),
    );
  } finally {
    for (const { process } of running) process.kill('SIGKILL');
    await sshd.stop();
  }
}

const environment = (url: string, data: string) => ({ DATABASE_URL: url, GAZETTEER_DATA: data });

/** Starts a worker and waits until it takes jobs. */
async function work(url: string, folder: string, at: number): Promise<Worker> {
  const data = join(folder, `data${at}`);
  const args = [join(installation, 'bin/gazetteer.js'), 'work', '--parallel', String(PARALLEL)];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment(url, data) },
    cwd: installation,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(() => {
      throw new Error('a worker ended at once');
    }),
  ]);
  return { process: child, log: join(data, 'gazetteer-work.log') };
}

function visitedBy({ log }: Worker): number {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.reduce(
    (sum, line) => sum + Number(/"nodes":([0-9]+),"msg":"visited"/.exec(line)?.[1] ?? 0),
    0,
  );
}

interface Sweep {
  seconds: number;
  state: string;
  visits: number;
  nodes: number;
  bad: number;
}

async function rows(db: Database, id: number): Promise<Omit<Sweep, 'seconds'>> {
  const found = await db.query<Omit<Sweep, 'seconds'>>(
    `select state, count(visit.node_id)::int as visits, count(distinct visit.node_id)::int as nodes,
       (count(*) filter (where visit.outcome = 2))::int as bad
     from sweep left join visit on visit.sweep_id = sweep.id where sweep.id = $1 group by sweep.id`,
    [id],
  );
  return found.rows[0] ?? { state: '', visits: 0, nodes: 0, bad: 0 };
}

async function swept(
  db: Database,
  url: string,
  folder: string,
  meanwhile: (id: number) => Promise<void>,
): Promise<Sweep> {
  const began = performance.now();
  const args = ['sweeps', 'start', CLUSTER, '--json'];
  const { out, err } = await gazetteer(args, environment(url, join(folder, 'cli')));
  if (err !== '') throw new Error(err);
  const id = Number(/"sweep":\s*([0-9]+)/.exec(out)?.[1]);
  await meanwhile(id);
  for (;;) {
    const row = await rows(db, id);
    if (row.state !== 'running') return { ...row, seconds: (performance.now() - began) / 1000 };
    await sleep(100);
  }
}

/** Throws unless every node is in the result once. */
function tell(sweep: Sweep, count: number, visits: string, say: (text: string) => void): void {
  const seen = readFileSync(visits, 'utf8').trim().split('\n');
  const { state, visits: stored, nodes, bad, seconds } = sweep;
  say(`${state} after ${seconds.toFixed(1)} s: ${stored} visits of ${nodes} nodes, ${bad} failed`);
  say(`on the nodes' side: ${seen.length} visits of ${new Set(seen).size} nodes`);
  if (state !== 'finished' || stored !== count || nodes !== count || bad > 0)
    throw new Error(`every one of ${count} nodes should be in the result once`);
}
