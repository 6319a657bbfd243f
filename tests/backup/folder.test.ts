import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Dumped, dump } from '../../server/backup/dump.ts';
import type { Manifest } from '../../server/backup/manifest.ts';
import { chosenDump, restore, verifyDump } from '../../server/backup/restore.ts';
import { thinDumps } from '../../server/backup/thin.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, kernel, reading, tree } from '../harness/readings.ts';
import { everyRow } from './databases.ts';

/** What becomes of a folder of dumps, night after night. */
const NOW = new Date('2026-06-03T12:00:00Z');
const quiet = () => {};
let source: TestDatabase;
let folder: string;
let dataFolder: string;
beforeAll(async () => {
  source = await testDatabase();
  const cluster = await Cluster.make(source.db, 1, 'c');
  await cluster.sweep([{ kernel: kernel('5.1'), modules: reading({ roots: [tree(['samtools/1.17'])] }) }]);
});
afterAll(() => source.drop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gz-dump-'));
  dataFolder = mkdtempSync(join(tmpdir(), 'gz-data-'));
});
afterEach(() => {
  for (const one of [folder, dataFolder]) rmSync(one, { recursive: true, force: true });
});

const dumpOf = (now = NOW): Promise<Dumped> =>
  dump(source.url, folder, { dataFolder, now, onProgress: quiet });

describe('of dumps of one second', () => {
  test('the last is the newest: it is restored, and it is kept', async () => {
    const names: string[] = [];
    for (let count = 0; count < 11; count += 1) names.push((await dumpOf()).manifest.name);
    expect((await chosenDump(folder)).name).toBe(names.at(-1));
    expect((await thinDumps(folder, 2)).map(({ name }) => name)).toEqual(names.slice(0, -2));
    expect((await chosenDump(folder)).name).toBe(names.at(-1));
  });
});

describe('a file of an earlier dump', () => {
  test.each([
    ['lost', (file: string) => rmSync(file)],
    ['cut', (file: string) => truncateSync(file, statSync(file).size - 1)],
  ])('that was %s is not relied on by the next dump', async (_, spoil) => {
    const { manifest } = await dumpOf();
    for (const { file } of [...manifest.packs, ...manifest.tables]) spoil(join(folder, file));
    const next = await dumpOf(new Date(NOW.getTime() + 86_400_000));
    await verifyDump(folder, next.manifest, quiet);
    const one = await testDatabase();
    try {
      await restore(one.url, folder, next.manifest, { dataFolder, onProgress: quiet });
      expect(await everyRow(one)).toEqual(await everyRow(source));
    } finally {
      await one.drop();
    }
  });
});

test('what a dump leaves that was broken off is gone after the next one, and nothing else is', async () => {
  const { manifest: first } = await dumpOf();
  await source.db.query(
    `insert into document (hash, kind, facts, bytes) values (sha256('{"x":1}'), 'x.y', '{"x": 1}', 7)`,
  );
  const broken = dump(source.url, folder, {
    dataFolder,
    now: new Date(NOW.getTime() + 1000),
    onProgress: ({ what }) => {
      if (what === 'table visit') throw new Error('no room');
    },
  });
  await expect(broken).rejects.toThrow('no room');
  writeFileSync(join(folder, 'unfinished-4711.gz'), '');
  writeFileSync(join(folder, 'objects', 'notes.txt'), 'mine');
  const files = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort();
  const named = (...all: Manifest[]) => [
    ...all.map(({ name }) => `dumps/${name}.json`),
    ...all.flatMap(({ tables }) => tables.map(({ file }) => file)),
    ...all.flatMap(({ packs }) => packs.flatMap(({ file }) => [file, file.replace('.ndjson.gz', '.hashes')])),
  ];
  expect(files()).toEqual(expect.arrayContaining([...named(first), 'unfinished-4711.gz']));
  expect(files().length).toBeGreaterThan(new Set(named(first)).size + 2);
  const { manifest: next } = await dumpOf(new Date(NOW.getTime() + 2000));
  expect(files()).toEqual([...new Set([...named(first, next), 'objects/notes.txt'])].sort());
  for (const one of [first, next]) await verifyDump(folder, one, quiet);
  await source.db.query(`delete from document where kind = 'x.y'`);
});

test('a sweep that ran while the dump was made runs nowhere when it is restored', async () => {
  await source.db.query(
    `insert into sweep (cluster_id, started_at, state, expected, worker, seen_at) values (1, now(), 'running', 9, 'queue', now())`,
  );
  const one = await testDatabase();
  try {
    const { manifest } = await dumpOf();
    await restore(one.url, folder, manifest, { dataFolder, onProgress: quiet });
    const found = await one.db.query<{ state: string }>(
      `select state, finished_at = seen_at as ended, note like 'it ran when%' as told from sweep order by id desc limit 1`,
    );
    expect(found.rows).toEqual([{ state: 'interrupted', ended: true, told: true }]);
  } finally {
    await one.drop();
    await source.db.query(`delete from sweep where state = 'running'`);
  }
});

test("the installation's own names go along, wherever GAZETTEER_NAMES puts them", async () => {
  const names = join(dataFolder, 'elsewhere', 'own.yaml');
  mkdirSync(join(dataFolder, 'elsewhere'));
  writeFileSync(names, 'aliases: []\n');
  const env = { DATABASE_URL: source.url, GAZETTEER_DATA: dataFolder, GAZETTEER_NAMES: names };
  expect(await gazetteer(['dump', folder], env)).toMatchObject({ code: 0 });
  const { settings } = await chosenDump(folder);
  expect(settings['names.yaml']).toBe('aliases: []\n');
  rmSync(names);
  const one = await testDatabase();
  try {
    await one.db.close();
    expect(await gazetteer(['restore', folder], { ...env, DATABASE_URL: one.url })).toMatchObject({
      code: 0,
    });
    expect(readFileSync(names, 'utf8')).toBe('aliases: []\n');
  } finally {
    await one.drop();
  }
}, 60_000);
