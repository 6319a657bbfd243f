import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../server/postgres/embedded.ts';
import { migrate } from '../../server/postgres/migrate.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { forgetDocuments } from '../../server/store/documents.ts';
import { forgetOfferings } from '../../server/store/offerings.ts';

/** Runs work on a Postgres of its own at this version's tables, and removes it, unless a folder is given to keep it in. */
export async function withPostgres<T>(work: (url: string) => Promise<T>, kept = ''): Promise<T> {
  if (kept !== '') mkdirSync(kept, { recursive: true });
  const folder = kept === '' ? mkdtempSync(join(tmpdir(), 'gazetteer-bench-')) : kept;
  // As root, Postgres runs as another user, who must be able to pass through.
  chmodSync(folder, 0o755);
  const postgres = await startEmbedded(folder);
  try {
    await migrate(postgres.url);
    // What was learnt of another database means nothing in this one.
    forgetDocuments();
    forgetOfferings();
    return await work(postgres.url);
  } finally {
    await postgres.stop();
    if (kept === '') rmSync(folder, { recursive: true, force: true });
  }
}

export async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Runs work on a copy of a database nobody is connected to: a process brings one to this version's tables only once. */
export async function withCopy<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const copy = new URL(url);
  copy.pathname = `${copy.pathname}_${process.hrtime.bigint()}`;
  const admin = new URL(url);
  admin.pathname = '/postgres';
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  try {
    const [name, template] = [copy.pathname.slice(1), new URL(url).pathname.slice(1)];
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
  forgetDocuments();
  forgetOfferings();
  return work(copy.href);
}
