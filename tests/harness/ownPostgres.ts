import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbedded } from '../../server/postgres/embedded.ts';
import { migrate } from '../../server/postgres/migrate.ts';
import { isRunning } from './processes.ts';

/** A Postgres of one test file, which may stop and kill it. */
export class OwnPostgres {
  private constructor(
    private readonly folder: string,
    private running: EmbeddedPostgres,
  ) {}

  /** Its folder is made in one that exists, such as one of mkdtemp. */
  static async start(folder: string): Promise<OwnPostgres> {
    mkdirSync(folder, { recursive: true });
    // As root, Postgres runs as another user, who must be able to pass through.
    for (const one of [dirname(folder), folder]) chmodSync(one, 0o755);
    return new OwnPostgres(folder, await startEmbedded(folder));
  }

  url(database: string): string {
    const url = new URL(this.running.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** A database with this version's tables, or a copy of another one. */
  async database(name: string, template?: string): Promise<string> {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    await client.connect();
    // file_copy: what the other strategy copies of a sequence is not safe from a crash, which then gives out numbers twice.
    const copied = template === undefined ? '' : ` template ${template} strategy file_copy`;
    await client.query(`create database ${name}${copied}`);
    await client.end();
    if (template === undefined) await migrate(this.url(name));
    return this.url(name);
  }

  /** Ends it as an administrator does, who waits for nobody, or as lost power does; starts it again on its port. */
  async restart(how: 'fast' | 'killed', downMs: number): Promise<void> {
    const pid = postmasterOf(this.folder);
    const before = new URL(this.url('x')).port;
    process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGKILL');
    for (let tries = 0; tries < 500 && isRunning(pid); tries += 1) await sleep(20);
    await sleep(downMs);
    this.running = await startEmbedded(this.folder);
    if (new URL(this.url('x')).port !== before) throw new Error('somebody else took the port meanwhile');
  }

  stop(): Promise<void> {
    return this.running.stop();
  }
}

/** Number of the Postgres on a data folder; there must be one: a missing number must never become a signal to everybody. */
export function postmasterOf(data: string): number {
  const file = join(data, 'postgres/cluster/postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  if (!(pid > 1)) throw new Error(`no Postgres runs on ${data}`);
  return pid;
}
