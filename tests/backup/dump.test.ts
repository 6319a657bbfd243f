import { createHash } from 'node:crypto';
import {
  existsSync,
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
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Dumped, dump } from '../../server/backup/dump.ts';
import { Hashes } from '../../server/backup/hashes.ts';
import { Manifest } from '../../server/backup/manifest.ts';
import { covered } from '../../server/backup/packs.ts';
import { chosenDump, restore, verifyDump } from '../../server/backup/restore.ts';
import { thinDumps } from '../../server/backup/thin.ts';
import { migrate, migrationNames } from '../../server/postgres/migrate.ts';
import { packRows, rowsBetween } from '../../server/reports/rows.ts';
import { readReport, storeReport } from '../../server/reports/stored.ts';
import { endpoints } from '../../server/routes/endpoints.ts';
import type { Database } from '../../server/store/database.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { inventHistory, recordHistory } from '../harness/history.ts';
import { Cluster, kernel, reading, tree } from '../harness/readings.ts';
import { startService } from '../harness/service.ts';
import { sampleReport, sampleTable } from '../reports/sampleReport.ts';
import { type EmptyDatabase, emptyDatabase, everyRow } from './databases.ts';

const NOW = new Date('2026-06-03T12:00:00Z');
const quiet = () => {};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let dataFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gz-dump-'));
  dataFolder = mkdtempSync(join(tmpdir(), 'gz-data-'));
});
afterEach(() => {
  for (const one of [folder, dataFolder]) rmSync(one, { recursive: true, force: true });
});

const dumpOf = (one: { url: string }, now = NOW): Promise<Dumped> =>
  dump(one.url, folder, { dataFolder, now, onProgress: quiet });

const restoreTo = async (one: { url: string }, name?: string) =>
  restore(one.url, folder, await chosenDump(folder, name), { dataFolder, onProgress: quiet });

/** A database with this version's tables, and nothing in them. */
async function into(work: (one: TestDatabase) => Promise<unknown>): Promise<void> {
  const one = await testDatabase();
  await work(one).finally(() => one.drop());
}

/** A database of a server on which nothing was started yet. */
async function intoNew(work: (one: EmptyDatabase) => Promise<unknown>): Promise<void> {
  const one = await emptyDatabase();
  await work(one).finally(() => one.drop());
}

/** What every address of the API answers, for the first thing of each kind. */
async function answers(db: Database): Promise<Map<string, string>> {
  const service = await startService(db);
  const [hash, other] = (
    await db.query<{ hash: string }>(`select encode(hash, 'hex') as hash from document order by 1`)
  ).rows;
  const filled: Record<string, string> = {
    site: 'alpha',
    cluster: 'c',
    id: '1',
    tool: 'tool1',
    hash: hash?.hash ?? '',
    a: hash?.hash ?? '',
    b: other?.hash ?? '',
  };
  const said = new Map<string, string>();
  try {
    for (const { path } of endpoints) {
      const address = path.replace(/\{([a-z]+)\}/g, (_, name: string) => filled[name] ?? name);
      for (const query of ['', '?limit=1000', '?a=alpha/c&b=alpha/c', '?q=tool&tool=tool1&on=alpha/c']) {
        const answer = await service.fetch(`${address}${query}`);
        // History ends in June 2026; later times come from the clock.
        const text = (await answer.text()).replaceAll(/"20[0-9-]{8}T[0-9:.]+Z"/g, (time) =>
          time > '"2026-06-05' ? '"now"' : time,
        );
        said.set(`${address}${query}`, `${answer.status} ${text}`);
      }
    }
  } finally {
    await service.close();
  }
  return said;
}

describe('a dump of months of sweeps', () => {
  let source: TestDatabase;
  beforeAll(async () => {
    source = await testDatabase();
    const cluster = await Cluster.make(source.db, 3, 'c');
    await recordHistory(source.db, cluster, inventHistory(7, 3, 60, NOW));
    await storeReport(source.db, sampleReport);
  });
  afterAll(() => source.drop());

  test('is restored row by row, and every address then answers the same', async () => {
    writeFileSync(join(dataFolder, 'known_hosts'), 'node ssh-ed25519 AAAA\n');
    const { manifest } = await dumpOf(source);
    const rows = await everyRow(source);
    expect(rows.document?.length).toBeGreaterThan(5);
    expect(rows.root_item?.length).toBeGreaterThan(20);
    expect(manifest.damaged).toEqual([]);
    rmSync(join(dataFolder, 'known_hosts'));
    await intoNew(async (one) => {
      expect(await restoreTo(one)).toMatchObject({ migrations: [], kept: [] });
      expect(await everyRow(one)).toEqual(rows);
      const before = await answers(source.db);
      expect([...before.values()].filter((text) => text.startsWith('200 ')).length).toBeGreaterThan(40);
      const after = await answers(one.db);
      for (const [address, text] of before) expect([address, after.get(address)]).toEqual([address, text]);
    });
    expect(readFileSync(join(dataFolder, 'known_hosts'), 'utf8')).toBe('node ssh-ed25519 AAAA\n');
  });

  test('can be read without Gazetteer: packs are lines of JSON whose hashes can be checked', async () => {
    const { manifest } = await dumpOf(source);
    const pack = manifest.packs.find(({ of }) => of === 'document');
    const lines = gunzipSync(readFileSync(join(folder, pack?.file ?? '')))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines.length).toBe(pack?.objects);
    for (const line of lines) {
      const { hash, facts } = JSON.parse(line) as { hash: string; facts: unknown };
      expect(line).toBe(`{"hash":"${hash}","facts":${line.slice(line.indexOf('"facts":') + 8, -1)}}`);
      expect(sha256(Buffer.from(line.slice(line.indexOf('"facts":') + 8, -1)))).toBe(hash);
      expect(facts).toHaveProperty('kind');
    }
  });

  test('writes nothing twice: a second one refers to what the first wrote', async () => {
    const first = await dumpOf(source);
    const second = await dumpOf(source);
    expect(first.written).toBeGreaterThan(1000);
    expect(second.written).toBe(0);
    expect(second.manifest).toEqual({ ...first.manifest, name: `${first.manifest.name}-2` });
    // A list that is lost costs room, and no content.
    for (const name of readdirSync(join(folder, 'objects')).filter((one) => one.endsWith('.hashes')))
      rmSync(join(folder, 'objects', name));
    const third = await dumpOf(source, new Date('2026-06-04T12:00:00Z'));
    expect(third.written).toBeGreaterThan(500);
    await into(async (one) => {
      await restoreTo(one);
      expect(await everyRow(one)).toEqual(await everyRow(source));
    });
  });

  test('is of one moment, whatever is written meanwhile', async () => {
    const rows = await everyRow(source);
    let added: Promise<unknown> | undefined;
    await dump(source.url, folder, {
      dataFolder,
      now: NOW,
      onProgress: () => {
        added ??= source.db.query(`insert into tool (name, label) values ('late', 'late')`);
      },
    });
    await added;
    await into(async (one) => {
      await restoreTo(one);
      expect(await everyRow(one)).toEqual({ ...rows, sequences: expect.anything() });
    });
    await source.db.query(`delete from tool where name = 'late'`);
  });

  test.each([
    ['shortened', (file: string) => truncateSync(file, statSync(file).size - 9)],
    ['lost', (file: string) => rmSync(file)],
    [
      'changed',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.writeUInt8((bytes.at(-3) ?? 0) ^ 1, bytes.length - 3);
        writeFileSync(file, bytes);
      },
    ],
  ])('with a file that is %s is refused, and nothing is restored', async (_, spoil) => {
    const { manifest } = await dumpOf(source);
    for (const spoilt of [manifest.tables.find(({ name }) => name === 'root_item'), manifest.packs[0]]) {
      const file = join(folder, spoilt?.file ?? '');
      const good = readFileSync(file);
      spoil(file);
      const damaged = expect.objectContaining({
        code: 'dump-damaged',
        message: expect.stringContaining(file),
      });
      await expect(verifyDump(folder, manifest, quiet)).rejects.toEqual(damaged);
      await into(async (one) => {
        const untouched = await everyRow(one);
        await expect(restoreTo(one)).rejects.toEqual(damaged);
        expect(await everyRow(one)).toEqual(untouched);
        // The next try finds the database as empty as this one did.
        writeFileSync(file, good);
        await restoreTo(one);
        expect(await everyRow(one)).toEqual(await everyRow(source));
      });
    }
  });

  test('goes into no database that holds something, or that a service uses', async () => {
    await dumpOf(source);
    await expect(restoreTo(source)).rejects.toMatchObject({
      code: 'restore-not-empty',
      message: expect.stringContaining('row(s) of site'),
    });
    await intoNew(async (one) => {
      await one.db.query('create table others (id int)');
      await expect(restoreTo(one)).rejects.toMatchObject({ code: 'restore-not-empty' });
      await one.db.query('drop table others');
      await migrate(one.url);
      // Tables alone are nothing; a connection of a service is.
      const service = await one.db.query('select 1');
      expect(service.rowCount).toBe(1);
      await expect(restoreTo(one)).rejects.toMatchObject({ code: 'restore-in-use' });
    });
  });

  test('is not made twice at a time, and a lock of a process that died is taken over', async () => {
    let second: Promise<unknown> | undefined;
    await dump(source.url, folder, {
      dataFolder,
      now: NOW,
      onProgress: () => {
        second ??= dumpOf(source).catch((error: unknown) => error);
      },
    });
    expect(await second).toMatchObject({ code: 'dump-busy' });
    expect(existsSync(join(folder, 'lock'))).toBe(false);
    writeFileSync(join(folder, 'lock'), `${(await import('node:os')).hostname()}\n4194303 1\n`);
    await dumpOf(source);
    writeFileSync(join(folder, 'lock'), 'another-machine\n1 1\n');
    await expect(dumpOf(source)).rejects.toMatchObject({ code: 'dump-busy' });
  });
});

describe('dumps as things change', () => {
  test('hold what is new, and stay whole when older ones are removed', async () => {
    const source = await testDatabase();
    try {
      const cluster = await Cluster.make(source.db, 2, 'c');
      const sweep = (release: string, modules: string[]) =>
        cluster.sweep(
          [0, 1].map(() => ({ kernel: kernel(release), modules: reading({ roots: [tree(modules)] }) })),
        );
      const states: { name: string; rows: Record<string, string[]> }[] = [];
      for (const [at, release] of ['5.1', '5.2', '5.3'].entries()) {
        await sweep(release, ['samtools/1.17']);
        const { manifest } = await dumpOf(source, new Date(NOW.getTime() + at * 86_400_000));
        states.push({ name: manifest.name, rows: await everyRow(source) });
        // The first holds kernel and tree, each later one a kernel.
        const own = manifest.packs.filter(({ file }) => file.includes(manifest.name));
        expect(own.map(({ of, objects }) => [of, objects])).toEqual(
          at === 0
            ? [
                ['document', 2],
                ['evidence', 2],
              ]
            : [
                ['document', 1],
                ['evidence', 1],
              ],
        );
        expect(
          manifest.packs.filter(({ of }) => of === 'document').reduce((sum, { objects }) => sum + objects, 0),
        ).toBe(2 + at);
      }
      const restored = async () => {
        for (const { name, rows } of states) {
          await into(async (one) => {
            await restoreTo(one, name);
            expect(await everyRow(one)).toEqual(rows);
          });
        }
      };
      await restored();
      const before = readdirSync(join(folder, 'tables')).length;
      expect((await thinDumps(folder, 2)).map(({ name }) => name)).toEqual([states.shift()?.name]);
      await restored();
      expect(readdirSync(join(folder, 'tables')).length).toBeLessThan(before);
      // The first pack is still needed; when nothing refers to it any more, it goes.
      await source.db.query('delete from observation');
      await source.db.query(`delete from document where kind = 'kernel'`);
      await source.db.query('delete from evidence where id not in (select evidence_id from root_item)');
      await dumpOf(source, new Date(NOW.getTime() + 9 * 86_400_000));
      await thinDumps(folder, 1);
      expect(readdirSync(join(folder, 'objects')).sort()).toEqual(
        ['document', 'evidence']
          .flatMap((of) => ['hashes', 'ndjson.gz'].map((end) => `20260603T120000Z.${of}.${end}`))
          .sort(),
      );
      await into(async (one) => {
        await restoreTo(one);
        expect(await everyRow(one)).toEqual(await everyRow(source));
      });
    } finally {
      await source.drop();
    }
  }, 120_000);

  test('hold each report once', async () => {
    const source = await testDatabase();
    try {
      const packsOf = async (day: number) => {
        const { manifest } = await dumpOf(source, new Date(NOW.getTime() + day * 86_400_000));
        return manifest.packs.map(({ of, objects }) => [of, objects]);
      };
      const rows = await packRows([
        ['a', 1],
        ['b', null],
      ]);
      const table = { ...sampleTable(3), more: [rows.part] };
      const sections = [{ id: 's', title: 'S', figures: [], charts: [], tables: [table] }];
      await storeReport(source.db, { ...sampleReport, sections }, [rows]);
      expect(await packsOf(0)).toEqual([
        ['report', 1],
        ['report_rows', 1],
      ]);
      await storeReport(source.db, { ...sampleReport, madeAt: '2026-11-24T05:00:00.000Z', sections }, [rows]);
      expect(await packsOf(1)).toEqual([
        ['report', 1],
        ['report', 1],
        ['report_rows', 1],
      ]);
      const text = readdirSync(join(folder, 'tables'))
        .filter((name) => name.startsWith('report-'))
        .map((name) => gunzipSync(readFileSync(join(folder, 'tables', name))).toString());
      expect(text).toHaveLength(2);
      for (const one of text) expect(one.length).toBeLessThan(1000);
      await into(async (one) => {
        await restoreTo(one);
        expect(await everyRow(one)).toEqual(await everyRow(source));
        expect((await readReport(one.db, 2)).report.madeAt).toBe('2026-11-24T05:00:00.000Z');
        expect(await rowsBetween(one.db, table, 2, 5)).toEqual([table.rows[2], ['a', 1], ['b', null]]);
      });
      await source.db.query(`update report set model = '\\x00' where id = 2`);
      const hash = (await source.db.query<{ hash: Buffer }>('select hash from report where id = 2')).rows[0];
      rmSync(folder, { recursive: true });
      expect((await dumpOf(source)).manifest.damaged).toEqual([hash?.hash.toString('hex')]);
    } finally {
      await source.drop();
    }
  });

  test('of the first form, which had reports whole in their table, are restored', async () => {
    const source = await testDatabase();
    try {
      await storeReport(source.db, sampleReport);
      const { manifest } = await dumpOf(source);
      const table = manifest.tables.find(({ name }) => name === 'report');
      if (!table) throw new Error('no table of reports');
      const columns = [...table.columns, 'model'];
      const client = new pg.Client({ connectionString: source.url });
      await client.connect();
      const rows = gzipSync(
        await buffer(client.query(copyTo(`copy (select ${columns.join(', ')} from report) to stdout`))),
      );
      await client.end();
      const whole = {
        ...table,
        columns,
        bytes: rows.length,
        sha256: sha256(rows),
        file: 'tables/report-1.copy.gz',
      };
      writeFileSync(join(folder, whole.file), rows);
      for (const { file } of manifest.packs) rmSync(join(folder, file));
      const tables = manifest.tables.map((one) => (one === table ? whole : one));
      const first = Manifest.parse({ ...manifest, format: 1, tables, packs: [] });
      writeFileSync(join(folder, 'dumps', `${manifest.name}.json`), JSON.stringify(first));
      await into(async (one) => {
        await restoreTo(one);
        expect(await everyRow(one)).toEqual(await everyRow(source));
      });
    } finally {
      await source.drop();
    }
  });

  test('keep what machines that are not ours can put into a name', async () => {
    const source = await testDatabase();
    try {
      const cluster = await Cluster.make(source.db, 1, 'c');
      const odd = [
        '\\.',
        '\\N',
        'a\tb',
        'line\nline',
        'cr\rcr',
        '\u2028',
        '"',
        '\\x00',
        'ü\u{1f600}',
        '\u202e',
        "'; drop table site; --",
        '\u0007',
        '\u007f',
      ];
      await cluster.sweep([
        {
          kernel: kernel(odd.join(' ')),
          modules: reading({
            roots: [
              tree(
                odd.map((one) => `${one}/1`),
                { path: odd.join('/') },
              ),
            ],
          }),
        },
      ]);
      const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), { numRuns: 200, seed: 5 });
      for (const text of texts.slice(0, 40)) await cluster.sweep([{ kernel: kernel(text) }]);
      await source.db.query('update site set title = $1', [odd.join('')]);
      const { manifest } = await dumpOf(source);
      expect(manifest.damaged).toEqual([]);
      await into(async (one) => {
        await restoreTo(one);
        expect(await everyRow(one)).toEqual(await everyRow(source));
      });
    } finally {
      await source.drop();
    }
  });

  test('say which content is damaged, and are made all the same', async () => {
    const source = await testDatabase();
    try {
      const cluster = await Cluster.make(source.db, 1, 'c');
      await cluster.sweep([{ kernel: kernel('5.1') }]);
      const changed = await source.db.query<{ hash: string }>(
        `update document set facts = facts || '{"release": "9.9"}' returning encode(hash, 'hex') as hash`,
      );
      const cut = await source.db.query<{ hash: string }>(
        `update evidence set content = '\\x00' returning encode(hash, 'hex') as hash`,
      );
      const hashes = [...changed.rows, ...cut.rows].map(({ hash }) => hash).sort();
      expect(hashes.length).toBe(2);
      expect((await dumpOf(source)).manifest.damaged).toEqual(hashes);
      expect((await dumpOf(source)).manifest.damaged).toEqual(hashes);
      await into(async (one) => {
        await restoreTo(one);
        expect(await everyRow(one)).toEqual(await everyRow(source));
      });
    } finally {
      await source.drop();
    }
  });
});

test('a dump of an older version is restored and brought to this one', async () => {
  const older = migrationNames().length - 4;
  await intoNew(async (source) => {
    await migrate(source.url, migrationNames().slice(0, older));
    await source.db.query(`insert into site (name) values ('alpha')`);
    await source.db.query(`insert into cluster (site_id, name) values (1, 'c')`);
    const { manifest } = await dumpOf(source);
    expect(manifest.migrations).toEqual(migrationNames().slice(0, older));
    await into(async (one) => {
      // A newer program has already made its tables there.
      await migrate(one.url);
      await one.db.close();
      expect((await restoreTo(one)).migrations).toEqual(migrationNames().slice(older));
      await migrate(source.url);
    });
    await expect(
      restore(
        source.url,
        folder,
        { ...manifest, migrations: [...manifest.migrations, '29990101000000_later'] },
        { dataFolder, onProgress: quiet },
      ),
    ).rejects.toMatchObject({ code: 'dump-newer' });
  });
});

test.each([
  [
    'a path out of the folder',
    {
      tables: [
        {
          name: 'site',
          columns: ['id'],
          rows: 1,
          file: '../../etc/passwd',
          bytes: 1,
          sha256: '0'.repeat(64),
        },
      ],
    },
    'dump-unreadable',
  ],
  [
    'a column that is SQL',
    {
      tables: [
        {
          name: 'site',
          columns: ['id") from x; --'],
          rows: 1,
          file: 'tables/a',
          bytes: 1,
          sha256: '0'.repeat(64),
        },
      ],
    },
    'dump-unreadable',
  ],
  ['a later form', { format: 4 }, 'dump-newer'],
])('a manifest with %s is refused', async (_, more, code) => {
  const source = await testDatabase();
  const { manifest } = await dumpOf(source).finally(() => source.drop());
  writeFileSync(join(folder, 'dumps', `${manifest.name}.json`), JSON.stringify({ ...manifest, ...more }));
  await expect(chosenDump(folder)).rejects.toMatchObject({ code });
});

test('hashes are found among many, and no others', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 50 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (list, other) => {
        const hashes = Hashes.of(Buffer.concat(list));
        const texts = new Set(list.map((one) => Buffer.from(one).toString('hex')));
        expect(hashes.size).toBe(list.length);
        for (const one of list) expect(hashes.has(one)).toBe(true);
        expect(hashes.has(other)).toBe(texts.has(Buffer.from(other).toString('hex')));
      },
    ),
  );
});

test('what is in a thousand packs is found without looking for each of them in all', () => {
  const hashes = (pack: number) =>
    Hashes.of(Buffer.concat([0, 1, 2].map((at) => createHash('sha256').update(`${pack} ${at}`).digest())));
  const packs = Array.from({ length: 1000 }, (_, pack) => ({ pack, hashes: () => hashes(pack) }));
  const own = createHash('sha256').update('own').digest();
  // Of every second pack the first and the last of its three, and one that none has.
  const some = packs
    .filter(({ pack }) => pack % 2 === 0)
    .flatMap((one) => [one.hashes().at(0), one.hashes().at(2)]);
  const wanted = Hashes.of(Buffer.concat([...some, own]));
  const compare = vi.spyOn(Buffer, 'compare');
  const { used, missing } = covered(wanted, packs);
  const compared = compare.mock.calls.length;
  compare.mockRestore();
  expect(used).toEqual(packs.filter(({ pack }) => pack % 2 === 0).map(({ pack }) => pack));
  expect(missing).toEqual([own]);
  // Ten for each of 3,000 hashes, and those that put each pack in order.
  expect(compared).toBeLessThan(50_000);
});
