import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { forgetDocuments } from '../../server/store/documents.ts';
import { forgetOfferings } from '../../server/store/offerings.ts';

export interface TestDatabase {
  db: Database;
  url: string;
  /** Rows of every table. */
  counts: () => Promise<Record<string, number>>;
  drop: () => Promise<void>;
}

/** A database of its own for one test file: a clone of the migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(server, `create database ${name} template template_gazetteer`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  forgetDocuments();
  forgetOfferings();
  const db = openDatabase(url.href);
  return {
    db,
    url: url.href,
    counts: () => countRows(db),
    drop: async () => {
      await db.close();
      await admin(server, `drop database ${name} with (force)`);
    },
  };
}

/** Cloning takes the template alone; two test files at once wait for each other. */
async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7311)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Rows of every table, by its name. */
export async function countRows(db: Database): Promise<Record<string, number>> {
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const found = await db.query<{ rows: number }>(`select count(*)::int as rows from "${name}"`);
    counts[name] = found.rows[0]?.rows ?? 0;
  }
  return counts;
}
