import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../server/postgres/embedded.ts';
import { migrate } from '../../server/postgres/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string;
    /** A folder that is gone when the run is over. */
    scratch: string;
  }
}

/** One real Postgres for the whole run, with a migrated database that each test file clones. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-test-'));
  // As root, Postgres runs as another user, who must be able to pass through.
  chmodSync(folder, 0o755);
  const postgres = await startEmbedded(folder);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('create database template_gazetteer');
  await client.end();
  await migrate(databaseUrl(postgres.url, 'template_gazetteer'));
  project.provide('postgres', postgres.url);
  project.provide('scratch', folder);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

function databaseUrl(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}
