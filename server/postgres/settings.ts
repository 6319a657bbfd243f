import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.ts';

export const USER = 'gazetteer';

export function urlOf(home: Home, port: number, database: string): string {
  return `postgres://${USER}:${readFileSync(join(home.folder, 'password'), 'utf8')}@127.0.0.1:${port}/${database}`;
}

/** PG* variables of the caller would steer our Postgres elsewhere. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
