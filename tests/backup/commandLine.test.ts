import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, kernel, reading, tree } from '../harness/readings.ts';

let source: TestDatabase;
let folder: string;
beforeAll(async () => {
  source = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'gz-backup-'));
  // As root, Postgres runs as another user, who must be able to pass through.
  chmodSync(folder, 0o755);
  const cluster = await Cluster.make(source.db, 1, 'c');
  await cluster.sweep([{ kernel: kernel('5.1'), modules: reading({ roots: [tree(['samtools/1.17'])] }) }]);
});
afterAll(async () => {
  await source.drop();
  rmSync(folder, { recursive: true, force: true });
});

test('moves an installation from a database of its own into the embedded one, by the command line', async () => {
  const dumps = join(folder, 'dumps here');
  const from = { DATABASE_URL: source.url, GAZETTEER_DATA: join(folder, 'from') };
  const made = await gazetteer(['dump', dumps], from);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(
    /^Dump [0-9TZ]+ in .*dumps here: [0-9]+ rows, [0-9.]+ kB, of which [0-9.]+ kB were written now\.\n$/,
  );
  const again = await gazetteer(['dump', dumps, '--keep', '1', '--json'], from);
  expect(JSON.parse(again.out)).toMatchObject({ written: 0, damaged: [], removed: [expect.any(String)] });
  expect((await gazetteer(['restore', dumps, '--verify'], {})).out).toMatch(/is whole: [0-9]+ files/);
  const list = JSON.parse((await gazetteer(['restore', dumps, '--list', '--json'], {})).out) as unknown[];
  expect(list).toEqual([expect.objectContaining({ damaged: [], gazetteer: expect.any(String) })]);

  const data = join(folder, 'to');
  const to = { GAZETTEER_DATA: data, DATABASE_URL: '' };
  expect((await gazetteer(['restore', dumps], to)).out).toMatch(/^Restored dump [0-9TZ-]+: [0-9]+ rows\.\n$/);
  const find = async (env: Record<string, string>) =>
    (await gazetteer(['find', 'samtools', '--json'], env)).out;
  const found = await find(to);
  expect(found).toContain('module load samtools/1.17');
  expect(found).toBe(await find(from));
  expect(await gazetteer(['restore', dumps], to)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('the database already holds 1 row(s) of site'),
  });
}, 120_000);

test('says what is wrong with a folder, and what to do', async () => {
  const none = await gazetteer(['restore', join(folder, 'nothing')], { GAZETTEER_DATA: join(folder, 'x') });
  expect(none).toMatchObject({
    code: 1,
    err: `gazetteer: ${join(folder, 'nothing')} holds no dump. Give the folder that gazetteer dump wrote to\n`,
  });
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const blocked = await gazetteer(['dump', file, '--json'], { DATABASE_URL: source.url });
  expect(blocked.code).toBe(1);
  expect(JSON.parse(blocked.err)).toMatchObject({ error: { code: 'dump-unwritable' } });
  expect((await gazetteer(['dump', folder, '--keep', '0'], {})).code).toBe(2);
});
