import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { GazetteerError } from '../errors.ts';
import type { Home } from './home.ts';
import { alive, commandOf, folderOf, processNumbers, sleep } from './processes.ts';
import { urlOf } from './settings.ts';

/** The port of the Postgres that runs on this cluster; undefined when none does. */
export async function runningPort(home: Home): Promise<number | undefined> {
  const file = join(home.cluster, 'postmaster.pid');
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    const { pid, port } = postmaster(home);
    if (pid === undefined) return undefined;
    if (!alive(pid) || !isOfCluster(pid, home)) {
      await leftBehind(home);
      rmSync(file, { force: true });
      return undefined;
    }
    if (port !== undefined && (await answers(home, port))) return port;
  }
  throw new GazetteerError(
    'postgres-stuck',
    `a Postgres runs on ${home.cluster} but does not answer`,
    `Stop the process named in ${file} and start again`,
  );
}

/**
 * Waits for what a killed Postgres left behind. Each of its processes ends when it next waits for something; until then it
 * may write to files that a new Postgres has begun to repair, which that one cannot tell without its postmaster.pid.
 */
async function leftBehind(home: Home): Promise<void> {
  const until = Date.now() + LEFT_BEHIND_MS;
  for (let left = workingIn(home); left.length > 0; left = workingIn(home)) {
    if (Date.now() > until) for (const pid of left) process.kill(pid, 'SIGKILL');
    await sleep(20);
  }
}

const LEFT_BEHIND_MS = 5000;

/** Processes of this cluster's Postgres, whoever started them; none where /proc does not say. */
function workingIn(home: Home): number[] {
  const cluster = realpathSync(home.cluster);
  return processNumbers().filter(
    (pid) => folderOf(pid) === cluster && commandOf(pid).includes('postgres') && alive(pid),
  );
}

/** False for a process that got the number of a Postgres that is gone; Postgres stays in its PGDATA. */
function isOfCluster(pid: number, home: Home): boolean {
  const command = commandOf(pid);
  if (command !== '' && !command.includes('postgres')) return false;
  const folder = folderOf(pid);
  return folder === '' || folder === realpathSync(home.cluster);
}

/** postmaster.pid: process number in line 1, port in line 4 (pg_ctl's source, miscadmin.h). */
function postmaster(home: Home): { pid: number | undefined; port: number | undefined } {
  try {
    const lines = readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]) || undefined, port: Number(lines[3]) || undefined };
  } catch {
    return { pid: undefined, port: undefined };
  }
}

export async function answers(home: Home, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(home, port, 'postgres'),
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whether the Postgres of this cluster lives, whether or not it answers yet. */
export function postmasterAlive(home: Home): boolean {
  const { pid } = postmaster(home);
  return pid !== undefined && alive(pid);
}

export async function shutDown(home: Home): Promise<void> {
  const { pid } = postmaster(home);
  if (pid === undefined || !alive(pid)) return;
  // Fast shutdown, then immediate (which the next start recovers from): postgres(1), "SIGINT".
  for (const [signal, seconds] of [['SIGINT', 3.5] as const, ['SIGQUIT', 1] as const]) {
    process.kill(pid, signal);
    for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(20)) {
      if (!alive(pid)) return;
    }
  }
}
