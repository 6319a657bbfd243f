import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { codeOf, GazetteerError } from '../errors.ts';
import { makeLinks } from './binaries.ts';
import { type Home, prepareHome } from './home.ts';
import { giveLeaseBack, takeLease, withLock } from './leases.ts';
import { alive, commandOf, sleep } from './processes.ts';

export interface EmbeddedPostgres {
  url: string;
  /** Leaves; stops Postgres when no other process of ours uses it. Takes up to 4 seconds. */
  stop: () => Promise<void>;
}

const USER = 'gazetteer';
const DATABASE = 'gazetteer';
const LOG_LIMIT = 10 * 1024 * 1024;

/**
 * Starts the embedded Postgres of a data folder, or joins the one that runs already: started by
 * another command, or left over from a service that was killed.
 */
export async function startEmbedded(dataFolder: string): Promise<EmbeddedPostgres> {
  const home = await prepareHome(dataFolder);
  const leases = join(home.folder, 'leases');
  const lock = join(home.folder, 'lock');
  const port = await withLock(lock, async () => {
    takeLease(leases);
    makeLinks(home.binaries.native);
    createCluster(home);
    return (await runningPort(home)) ?? (await launch(home));
  });
  const url = urlOf(home, port, DATABASE);
  await createDatabase(urlOf(home, port, 'postgres'));
  return {
    url,
    stop: () =>
      withLock(lock, async () => {
        if (giveLeaseBack(leases)) await shutDown(home);
      }),
  };
}

function urlOf(home: Home, port: number, database: string): string {
  return `postgres://${USER}:${readFileSync(join(home.folder, 'password'), 'utf8')}@127.0.0.1:${port}/${database}`;
}

function createCluster(home: Home): void {
  if (existsSync(join(home.cluster, 'PG_VERSION'))) return;
  const secret = randomBytes(24).toString('hex');
  const file = join(home.folder, 'password.new');
  writeFileSync(file, secret, { mode: 0o600 });
  if (home.account) chownSync(file, home.account.uid, home.account.gid);
  const run = spawnSync(
    home.binaries.initdb,
    [
      ['-D', home.cluster],
      ['-U', USER],
      ['--pwfile', file],
      ['--auth', 'scram-sha-256'],
      ['--encoding', 'UTF8'],
      ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
    ].flat(),
    { ...home.account, cwd: '/', encoding: 'utf8', env: plainEnvironment() },
  );
  rmSync(file, { force: true });
  if (run.status !== 0) {
    // A half-made cluster would be taken for a whole one next time.
    for (const name of ['PG_VERSION', 'global', 'base']) {
      rmSync(join(home.cluster, name), { recursive: true, force: true });
    }
    throw new GazetteerError(
      'postgres-initdb',
      `the embedded Postgres could not be set up in ${home.cluster}: ${lastLine(run.stderr) || run.error?.message}`,
      'Remove that folder if it holds nothing of yours, or set GAZETTEER_DATA or DATABASE_URL',
    );
  }
  writeFileSync(join(home.folder, 'password'), secret, { mode: 0o600 });
}

/** The port of the Postgres that runs on this cluster; undefined when none does. */
async function runningPort(home: Home): Promise<number | undefined> {
  const file = join(home.cluster, 'postmaster.pid');
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    const { pid, port } = postmaster(home);
    if (pid === undefined) return undefined;
    const command = commandOf(pid);
    if (!alive(pid) || (command !== '' && !command.includes('postgres'))) {
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

/** postmaster.pid: process number in line 1, port in line 4 (pg_ctl's source, miscadmin.h). */
function postmaster(home: Home): { pid: number | undefined; port: number | undefined } {
  try {
    const lines = readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]) || undefined, port: Number(lines[3]) || undefined };
  } catch {
    return { pid: undefined, port: undefined };
  }
}

async function answers(home: Home, port: number): Promise<boolean> {
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

async function launch(home: Home): Promise<number> {
  const logFile = join(home.folder, 'postgres.log');
  for (let tries = 0; tries < 3; tries += 1) {
    const port = await freePort();
    if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT) truncateSync(logFile);
    const log = openSync(logFile, 'a', 0o600);
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'wal_level=minimal',
      'max_wal_senders=0',
      'jit=off',
      'log_min_messages=warning',
      'max_connections=60',
    ];
    const child = spawn(
      home.binaries.postgres,
      ['-D', home.cluster, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
      {
        ...home.account,
        cwd: '/',
        detached: true,
        stdio: ['ignore', log, log],
        env: plainEnvironment(),
      },
    );
    closeSync(log);
    let failure: string | undefined;
    child.on('error', (error) => {
      failure = error.message;
    });
    child.on('exit', (code) => {
      failure ??= `exit code ${code}`;
    });
    child.unref();
    for (
      const deadline = Date.now() + 60_000;
      failure === undefined && Date.now() < deadline;
      await sleep(25)
    ) {
      if (await answers(home, port)) return port;
    }
    const said = existsSync(logFile) ? lastLine(readFileSync(logFile, 'utf8')) : '';
    if (tries === 2 || !/address already in use|could not bind/i.test(said)) {
      throw new GazetteerError(
        'postgres-start',
        `the embedded Postgres did not start: ${said || failure || 'no answer within a minute'}`,
        `See ${logFile}`,
      );
    }
  }
  throw new GazetteerError('postgres-start', 'the embedded Postgres did not start');
}

async function shutDown(home: Home): Promise<void> {
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

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // Two commands started together: the other one made it.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error;
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** PG* variables of the caller would steer our Postgres elsewhere. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
