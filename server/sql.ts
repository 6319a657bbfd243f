import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from './config.ts';

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
