import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { codeOf, GazetteerError } from '../errors.ts';
import type { Home } from './home.ts';
import { lastLine, plainEnvironment, USER } from './settings.ts';

export const DATABASE = 'gazetteer';

/** Makes the database cluster (PGDATA), once. `tell` hears of it, as it takes seconds. */
export async function createCluster(home: Home, tell: (line: string) => void): Promise<void> {
  // initdb writes PG_VERSION early: what one that was killed left would be taken for a whole cluster.
  const unfinished = join(home.folder, 'cluster.unfinished');
  if (existsSync(unfinished)) empty(home.cluster);
  else if (existsSync(join(home.cluster, 'PG_VERSION'))) return;
  tell(`Setting up the database in ${home.cluster} ...`);
  if (isEmpty(home.cluster)) writeFileSync(unfinished, '');
  const secret = randomBytes(24).toString('hex');
  const file = join(home.folder, 'password.new');
  writeFileSync(file, secret, { mode: 0o600 });
  if (home.account) chownSync(file, home.account.uid, home.account.gid);
  const failure = await initdb(home, file);
  rmSync(file, { force: true });
  if (failure !== null) {
    if (existsSync(unfinished)) empty(home.cluster);
    rmSync(unfinished, { force: true });
    throw new GazetteerError(
      'postgres-initdb',
      `the embedded Postgres could not be set up in ${home.cluster}: ${failure}`,
      'Remove that folder if it holds nothing of yours, or set GAZETTEER_DATA or DATABASE_URL',
    );
  }
  writeFileSync(join(home.folder, 'password'), secret, { mode: 0o600 });
  rmSync(unfinished, { force: true });
}

/** The last line that it said when it failed; null when it did not. */
function initdb(home: Home, passwordFile: string): Promise<string | null> {
  const child = spawn(
    home.binaries.initdb,
    [
      ['-D', home.cluster],
      ['-U', USER],
      ['--pwfile', passwordFile],
      ['--auth', 'scram-sha-256'],
      ['--encoding', 'UTF8'],
      ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
    ].flat(),
    { ...home.account, cwd: '/', env: plainEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? null : lastLine(said) || `initdb ended with ${signal ?? `exit code ${code}`}`),
    );
  });
}

const isEmpty = (folder: string) => !existsSync(folder) || readdirSync(folder).length === 0;

/** The folder itself stays: as root it is made for the account that runs Postgres. */
function empty(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Makes the database in the cluster at an address, once. */
export async function createDatabase(url: string): Promise<void> {
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
