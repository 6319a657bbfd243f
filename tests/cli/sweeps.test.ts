import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-sweeps-'));
let database: TestDatabase;
const run = (...args: string[]) =>
  gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });

beforeAll(async () => {
  database = await testDatabase();
  await database.db.query(`insert into site (id, name) values (1, 'alpha')`);
  await database.db.query(`insert into cluster (id, site_id, name) values (1, 1, 'hpc1')`);
  await database.db.query(
    `insert into sweep (id, cluster_id, started_at, state, expected) values (7, 1, now(), 'running', 3)`,
  );
}, 60_000);

afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

test('a running sweep is listed, and watched until another process ends it', async () => {
  expect((await run('sweeps', 'list')).out).toMatch(/^7 +alpha\/hpc1 +running +0 of 3 /m);
  let ended = false;
  const watching = run('sweeps', 'watch', '7', '--json').then((ran) => ({ ran, ended }));
  await new Promise((resolve) => setTimeout(resolve, 4000));
  ended = true;
  await database.db.query(`update sweep set state = 'interrupted', finished_at = now() where id = 7`);
  const watched = await watching;
  expect(watched.ended).toBe(true);
  expect(JSON.parse(watched.ran.out)).toMatchObject({ id: 7, state: 'interrupted', expected: 3 });
  expect(watched.ran.code).toBe(1);
  await database.db.query(`update sweep set state = 'finished' where id = 7`);
  expect((await run('sweeps', 'watch', '7')).code).toBe(0);
}, 30_000);

test('a sweep that is not there is said to be so', async () => {
  const ran = await run('sweeps', 'watch', '8');
  expect(ran.code).not.toBe(0);
  expect(ran.err).toContain('there is no sweep 8');
}, 30_000);
