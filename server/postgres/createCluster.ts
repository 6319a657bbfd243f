import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { codeOf, GazetteerError } from '../errors.ts';
import type { Home } from './home.ts';
import { lastLine, plainEnvironment, USER } from './settings.ts';

export const DATABASE = 'gazetteer';

/** Makes the database cluster (PGDATA), once. */
export function createCluster(home: Home): void {
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
