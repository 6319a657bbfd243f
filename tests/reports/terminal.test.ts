import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

/** What a report is where nobody said where to. */
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
}, 60_000);
afterAll(() => database?.drop());

/** script(1) runs a command on a terminal of its own, which writes \r\n; the path of a checkout may hold anything. */
function onTerminal(...args: string[]): string {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    NODE: process.execPath,
    MAIN: join(installation, 'bin/gazetteer.js'),
  };
  const command = `"$NODE" "$MAIN" ${args.join(' ')}`;
  const ran = spawnSync('script', ['-qec', command, '/dev/null'], { env, encoding: 'utf8', input: '' });
  return ran.stdout.replaceAll('\r\n', '\n');
}

test('on a terminal a report is told, and its file is written where its format is named', () => {
  const told = onTerminal('report');
  expect(told).toMatch(/Report 1, All sites, week \d{4}-W\d\d, is kept\.\n/);
  expect(told).toContain('\nAll of it: gazetteer report --id 1 -o report.html\n');
  expect(told).not.toContain('<');
  expect(onTerminal('report', '--id', '1', '--format', 'html')).toContain('<!doctype html>');
  expect(onTerminal('report', '--id', '1', '--format', 'pdf')).toContain('Add -o FILE');
}, 60_000);
