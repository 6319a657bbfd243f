import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { isRunning } from '../harness/processes.ts';

/** The real start command, as npm start runs it, on folders of its own. */
const folders: string[] = [];
const running: Service[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'gazetteer-start-'));
  // As root, Postgres runs as another user, who must be able to pass through.
  chmodSync(made, 0o755);
  folders.push(made);
  return made;
}

afterAll(async () => {
  for (const service of running) await service.end('SIGKILL');
  for (const one of folders) {
    const pid = postmaster(one);
    if (pid !== undefined && isRunning(pid)) process.kill(pid, 'SIGQUIT');
    rmSync(one, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Number of the Postgres on a data folder; undefined when none runs. */
function postmaster(data: string): number | undefined {
  const file = join(data, 'postgres/cluster/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}

/** The same, where there must be one: a missing number must never become a signal to everybody. */
function postmasterOf(data: string): number {
  const pid = postmaster(data);
  if (!pid) throw new Error(`no Postgres runs on ${data}`);
  return pid;
}

class Service {
  out = '';
  err = '';
  code: number | null | undefined;
  private readonly child: ChildProcess;

  constructor(env: Record<string, string>, command = [process.execPath, join(installation, 'bin/start.js')]) {
    const [program = '', ...args] = command;
    this.child = spawn(program, args, {
      cwd: installation,
      env: { ...process.env, DATABASE_URL: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => {
      this.out += chunk;
    });
    this.child.stderr?.on('data', (chunk) => {
      this.err += chunk;
    });
    this.child.on('exit', (code) => {
      this.code = code;
    });
    running.push(this);
  }

  async until(done: () => boolean, seconds = 60): Promise<void> {
    for (let left = seconds * 20; left > 0; left -= 1) {
      if (done()) return;
      await sleep(50);
    }
    throw new Error(`waited ${seconds} s; it said:\n${this.out}\n${this.err}`);
  }

  ready = () => this.until(() => this.out.includes('Gazetteer is at') || this.code !== undefined);
  collected = () => this.until(() => /This machine .*collected/.test(this.out) || this.code !== undefined);

  /** As a terminal does it: all processes of the command get the signal. */
  async interrupt(): Promise<void> {
    if (this.child.pid === undefined) throw new Error('it was not started');
    process.kill(-this.child.pid, 'SIGINT');
    await this.until(() => this.code !== undefined, 10);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.code === undefined) this.child.kill(signal);
    await this.until(() => this.code !== undefined, 10);
  }
}

async function start(data: string, env: Record<string, string> = {}, command?: string[]) {
  const port = await freePort();
  const service = new Service({ GAZETTEER_DATA: data, GAZETTEER_PORT: String(port), ...env }, command);
  return { service, port, url: `http://127.0.0.1:${port}` };
}

async function nodes(url: string) {
  const answer = await fetch(`${url}/api/v1/nodes`);
  return (await answer.json()) as {
    total: number;
    items: { site: string; outcome: string; visitedAt: string }[];
  };
}

describe('npm start', () => {
  test('hands the signal that ends npm on, and leaves nothing behind', async () => {
    const data = folder();
    const { service, url } = await start(data, {}, ['npm', 'start']);
    await service.ready();
    await service.collected();
    const pid = postmasterOf(data);
    await service.end('SIGTERM');
    await service.until(() => !isRunning(pid), 10);
    await expect(fetch(url)).rejects.toThrow();
  }, 120_000);

  test('shows this machine, stops with everything, and keeps the data', async () => {
    const data = folder();
    const first = await start(data);
    await first.service.ready();
    expect(first.service.out).toContain(`Gazetteer is at ${first.url}/`);
    await first.service.collected();
    const found = await nodes(first.url);
    expect(found.items).toMatchObject([{ site: 'here' }]);
    expect(found.items[0]?.outcome).not.toBe('failed');
    const page = await fetch(`${first.url}/find?tool=x`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('<div id=');
    const pid = postmasterOf(data);
    expect(isRunning(pid)).toBe(true);
    await first.service.end('SIGTERM');
    expect(first.service.code).toBe(0);
    expect(isRunning(pid)).toBe(false);

    const second = await start(data);
    await second.service.ready();
    const kept = await nodes(second.url);
    expect(kept.total).toBe(1);
    expect(kept.items[0]?.visitedAt).not.toBeNull();
    await second.service.end('SIGINT');
    expect(second.service.code).toBe(0);
    expect(second.service.err).toBe('');
  }, 120_000);

  test('after kill -9 the next start takes over the Postgres that was left, and never starts another', async () => {
    const data = folder();
    const first = await start(data);
    await first.service.ready();
    const pid = postmasterOf(data);
    await first.service.end('SIGKILL');
    expect(isRunning(pid)).toBe(true);
    const second = await start(data);
    await second.service.ready();
    expect(postmaster(data)).toBe(pid);
    await second.service.collected();
    expect((await nodes(second.url)).total).toBe(1);
    await second.service.end('SIGTERM');
    expect(isRunning(pid)).toBe(false);
  }, 120_000);

  test('a first start that is killed while it sets the database up is made up for by the next one', async () => {
    const data = folder();
    const first = await start(data);
    await first.service.until(() => existsSync(join(data, 'postgres/cluster/PG_VERSION')));
    await first.service.end('SIGKILL');
    expect(existsSync(join(data, 'postgres/password'))).toBe(false);
    const second = await start(data);
    await second.service.ready();
    expect(second.service.err).toContain(`Setting up the database in ${join(data, 'postgres/cluster')} ...`);
    await second.service.collected();
    expect((await nodes(second.url)).total).toBe(1);
    await second.service.end('SIGTERM');
    expect(readdirSync(join(data, 'postgres'))).not.toContain('cluster.unfinished');
  }, 120_000);

  test('a first start that is interrupted while it sets the database up says that it stopped, and no address', async () => {
    const data = folder();
    const { service } = await start(data, {}, [
      'setsid',
      process.execPath,
      join(installation, 'bin/start.js'),
    ]);
    await service.until(() => existsSync(join(data, 'postgres/cluster/PG_VERSION')));
    await service.interrupt();
    expect([service.code, service.err]).toEqual([130, expect.stringContaining('Setting up the database')]);
    expect(service.out.replace('Stopping what is under way ...\n', '')).toBe('');
    expect(service.err.trimEnd().split('\n').slice(1)).toEqual(['Stopped before it had started.']);
    const next = await start(data);
    await next.service.ready();
    expect(next.service.out).toContain('Gazetteer is at');
    await next.service.end('SIGTERM');
  }, 120_000);

  test('after the machine lost power a stale process number is no obstacle', async () => {
    const data = folder();
    const first = await start(data);
    await first.service.ready();
    const pid = postmasterOf(data);
    await first.service.end('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await sleep(300);
    const second = await start(data);
    await second.service.ready();
    expect(second.service.out).toContain('Gazetteer is at');
    await second.service.end('SIGTERM');
    expect(second.service.code).toBe(0);
  }, 120_000);

  test('a Postgres that dies under the service is started again, and the service goes on', async () => {
    const data = folder();
    const { service, url } = await start(data);
    await service.collected();
    const pid = postmasterOf(data);
    process.kill(pid, 'SIGKILL');
    for (let left = 200; left > 0; left -= 1) {
      const now = postmaster(data);
      if (now !== undefined && now !== pid && (await fetch(`${url}/api/v1/nodes`)).ok) break;
      await sleep(100);
    }
    expect(postmasterOf(data)).not.toBe(pid);
    expect((await nodes(url)).total).toBe(1);
    // Requests may be answered a moment before the service knows.
    const told = () =>
      readFileSync(join(data, 'gazetteer.log'), 'utf8').includes('had ended and was started again');
    await service.until(told, 30);
    await service.end('SIGTERM');
    expect(service.code).toBe(0);
    expect(postmaster(data)).toBeUndefined();
  }, 120_000);

  test('a process that got the number of a Postgres that is gone is not waited for', async () => {
    const [other, data] = [folder(), folder()];
    const busy = await start(other);
    await busy.service.ready();
    const first = await start(data);
    await first.service.ready();
    await first.service.end('SIGKILL');
    process.kill(postmasterOf(data), 'SIGKILL');
    await sleep(300);
    const file = join(data, 'postgres/cluster/postmaster.pid');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [postmasterOf(other), ...lines.slice(1)].join('\n'));
    const second = await start(data);
    await second.service.until(() => second.service.out.includes('Gazetteer is at'), 20);
    for (const one of [second, busy]) await one.service.end('SIGTERM');
  }, 120_000);
});

describe('what stops a start is told in one line, with exit code 1', () => {
  async function refused(env: Record<string, string>, data = folder()) {
    const { service } = await start(data, env);
    await service.until(() => service.code !== undefined);
    expect(service.code).toBe(1);
    expect(service.err).not.toMatch(/^\s+at /m);
    const lines = service.err
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('Building'));
    expect(lines).toHaveLength(1);
    return lines[0] ?? '';
  }

  test('port in use', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const line = await refused({ GAZETTEER_PORT: String(port) });
    server.close();
    expect(line).toContain(`port ${port} on 127.0.0.1 is in use. Gazetteer may be running already`);
  });

  test('a port that is none', async () => {
    expect(await refused({ GAZETTEER_PORT: 'http' })).toContain('GAZETTEER_PORT is "http", which is no port');
  });

  test('HOST and PORT of the shell are nothing to us', async () => {
    const { service, url } = await start(folder(), { HOST: 'x86_64-conda-linux-gnu', PORT: '1' });
    await service.ready();
    expect(service.out).toContain(url);
    await service.end('SIGTERM');
  }, 60_000);

  test('data folder that cannot be written', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const line = await refused({}, join(file, 'data'));
    expect(line).toContain(`the data folder ${join(file, 'data')} cannot be written`);
    expect(line).toContain('Set GAZETTEER_DATA');
  });

  test('database that cannot be reached', async () => {
    const port = await freePort();
    const line = await refused({ DATABASE_URL: `postgres://u:secret@127.0.0.1:${port}/gazetteer` });
    expect(line).toContain(`the database at 127.0.0.1:${port}/gazetteer cannot be used`);
    expect(line).not.toContain('secret');
  });

  test('DATABASE_URL that is none', async () => {
    expect(await refused({ DATABASE_URL: 'mysql://x' })).toContain(
      'DATABASE_URL does not begin with postgres://',
    );
  });

  test('migration that fails', async () => {
    const url = await emptyDatabase();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('create table site (mine int)');
    await client.end();
    const line = await refused({ DATABASE_URL: url });
    expect(line).toContain(
      'the database could not be brought to this version: The database schema is not empty',
    );
  });

  test('database of a later version', async () => {
    const url = await emptyDatabase('template_gazetteer');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '29990101000000_later', now())`,
    );
    await client.end();
    expect(await refused({ DATABASE_URL: url })).toContain(
      'made by a later Gazetteer (it has migration 29990101000000_later)',
    );
  });
});

test('an old Node is told in one line', () => {
  const old =
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })";
  const run = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(old)}`, join(installation, 'bin/start.js')],
    { encoding: 'utf8' },
  );
  expect(run.status).toBe(1);
  expect(run.stderr).toBe(
    'gazetteer: this is Node 18.20.4; Gazetteer needs 20.19 or later. Install a newer Node.\n',
  );
});

async function emptyDatabase(template = 'template1'): Promise<string> {
  const server = inject('postgres');
  const name = `start_${Date.now()}_${Math.random().toString(36).slice(2, 8)}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('select pg_advisory_lock(7311)');
  await client.query(`create database ${name} template ${template}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
