import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../server/store/database.ts';

/** A database without a table, as a new server's is. */
export interface EmptyDatabase {
  url: string;
  db: Database;
  drop: () => Promise<void>;
}

export async function emptyDatabase(): Promise<EmptyDatabase> {
  const server = inject('postgres');
  const name = `restored_${randomBytes(6).toString('hex')}`;
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await admin(`create database ${name} template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href);
  return {
    url: url.href,
    db,
    drop: async () => {
      await db.close();
      await admin(`drop database ${name} with (force)`);
    },
  };
}

/**
 * Every row of every table as Postgres writes it, but for what says which process runs and when tables were made. Looks
 * through a connection of its own, which no program takes for a service's.
 */
export async function everyRow({ url }: { url: string }): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE'
         and table_name not in ('_prisma_migrations', 'worker') order by 1`,
    );
    const rows: Record<string, string[]> = {};
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string }>(
        `select one::text as row from "${name}" one order by 1`,
      );
      rows[name] = found.rows.map(({ row }) => row);
    }
    const sequences = await client.query<{ row: string }>(
      `select sequencename || ' ' || coalesce(last_value::text, 'none') as row from pg_sequences
       where schemaname = 'public' and sequencename <> 'worker_id_seq' order by 1`,
    );
    return { ...rows, sequences: sequences.rows.map(({ row }) => row) };
  } finally {
    await client.end();
  }
}
