import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from '../../server/store/database.ts';
import { withDatabase } from './postgres.ts';

/** Rows that were inserted, updated and deleted, by table; tables that nobody wrote are left out. */
export type Written = Record<string, { inserted: number; updated: number; deleted: number }>;

interface Counters extends Record<string, unknown> {
  table: string;
  inserted: number;
  updated: number;
  deleted: number;
}

/** Runs work on connections of its own, and tells what was written meanwhile, by whomever. */
export async function writtenBy<T>(
  url: string,
  work: (db: Database) => Promise<T>,
): Promise<{ result: T; written: Written }> {
  const before = await counters(url);
  const result = await withDatabase(url, work);
  const after = await counters(url);
  const written: Written = {};
  for (const [table, now] of after) {
    const then = before.get(table);
    const inserted = now.inserted - (then?.inserted ?? 0);
    const updated = now.updated - (then?.updated ?? 0);
    const deleted = now.deleted - (then?.deleted ?? 0);
    if (inserted + updated + deleted > 0) written[table] = { inserted, updated, deleted };
  }
  return { result, written };
}

/** A backend tells pg_stat_user_tables what it wrote when it is idle for long, and when it ends: so all others have to. */
async function counters(url: string): Promise<Map<string, Counters>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let tries = 0; (await others(client)) > 0; tries += 1) {
      if (tries === 300)
        throw new Error('others are connected to the database, so its counters are not final');
      await sleep(100);
    }
    const found = await client.query<Counters>(
      `select relname as table, n_tup_ins::int as inserted, n_tup_upd::int as updated, n_tup_del::int as deleted
       from pg_stat_user_tables where schemaname = 'public'`,
    );
    return new Map(found.rows.map((row) => [row.table, row]));
  } finally {
    await client.end();
  }
}

async function others(client: pg.Client): Promise<number> {
  const found = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return found.rows[0]?.count ?? 0;
}

/** Such as `sweep +1 ~12, visit +200`: inserted, updated (~) and deleted (-) rows. */
export function writtenText(written: Written): string {
  const tables = Object.entries(written).sort(([a], [b]) => a.localeCompare(b));
  return tables
    .map(([table, { inserted, updated, deleted }]) =>
      [table, ...[`+${inserted}`, `~${updated}`, `-${deleted}`].filter((one) => !/^.0$/.test(one))].join(' '),
    )
    .join(', ');
}

/** Throws unless Sweep and Visit are the only tables that were written. */
export function onlySweepAndVisit(written: Written): void {
  const more = Object.keys(written).filter((table) => table !== 'sweep' && table !== 'visit');
  if (more.length > 0) throw new Error(`a sweep that found nothing new wrote ${writtenText(written)}`);
}
