import type pg from 'pg';
import { GazetteerError } from '../errors.ts';

/** Tables with rows that somebody would miss. The others hold what any start of the service writes. */
const OF_WORTH = ['site', 'document', 'evidence', 'sweep'];

/**
 * Sees that a database has the tables that a dump's version makes, or none: takes those of another version away, where
 * nothing was ever collected. Refuses where there is anything, or where a service runs on it.
 */
export async function emptied(client: pg.Client, migrations: string[]): Promise<void> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  );
  const names = tables.map(({ name }) => name);
  if (names.length === 0) return;
  if (!names.includes('_prisma_migrations')) {
    throw new GazetteerError(
      'restore-not-empty',
      `the database holds tables that are not Gazetteer's (${names[0]})`,
      'Restore into a database of its own',
    );
  }
  for (const name of OF_WORTH.filter((one) => names.includes(one))) {
    const { rows } = await client.query<{ rows: number }>(`select count(*)::int as rows from "${name}"`);
    const count = rows[0]?.rows ?? 0;
    if (count === 0) continue;
    throw new GazetteerError(
      'restore-not-empty',
      `the database already holds ${count} row(s) of ${name}; a dump is restored into an empty one`,
      'Give another data folder (GAZETTEER_DATA) or another database (DATABASE_URL); npm start begins to collect at once, so restore before the first start',
    );
  }
  const { rows: others } = await client.query(
    `select from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and application_name ~ '^(gazetteer|graphile)'`,
  );
  if (others.length > 0) {
    throw new GazetteerError(
      'restore-in-use',
      'a Gazetteer runs on the database',
      'Stop it, and start it when the dump is restored',
    );
  }
  const { rows: applied } = await client.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const there = new Set(applied.map(({ name }) => name));
  if (there.size === migrations.length && migrations.every((name) => there.has(name))) return;
  await client.query('drop schema if exists graphile_worker cascade');
  await client.query('drop schema public cascade');
  await client.query('create schema public');
}
