import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { installation } from './config.ts';
import type { Queryable } from './store/database.ts';

const known = new Map<string, string>();

/** The text of server/sql/<name>.sql: one statement a file, read once. */
export function sql(name: string): string {
  let text = known.get(name);
  if (text === undefined) {
    text = readFileSync(join(installation, 'server/sql', `${name}.sql`), 'utf8');
    known.set(name, text);
  }
  return text;
}

/** Runs server/sql/<name>.sql planned once by each connection: for statements that take longer to plan than to run. */
export function prepared<Row extends pg.QueryResultRow>(
  db: Queryable,
  name: string,
  values: unknown[],
): Promise<pg.QueryResult<Row>> {
  return db.query<Row>(sql(name), values, name);
}
