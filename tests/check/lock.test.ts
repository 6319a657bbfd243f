import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../server/check/answer.ts';
import { readInput } from '../../server/check/inputs/read.ts';
import { parseCondaSpec } from '../../server/check/versions/condaSpec.ts';
import { parseScope, resolveScope } from '../../server/compare/scope.ts';
import { installation } from '../../server/config.ts';
import { makeLock } from '../../server/lock/make.ts';
import { readLock } from '../../server/lock/read.ts';
import type { Lock } from '../../server/lock/schema.ts';
import { verifyLock } from '../../server/lock/verify.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { departures } from '../harness/jsonSchema.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';
import { conda, makeClusters } from './clusters.ts';

describe('a lock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-lock-'));
  let database: TestDatabase;
  const settings = { staleDays: 100_000, now: new Date('2026-11-01T00:00:00Z') };
  const scopeOf = (cluster: string) => resolveScope(database.db, parseScope(`alpha/${cluster}`));
  const lockOf = async (cluster: string, ...tools: string[]) =>
    makeLock(database.db, await scopeOf(cluster), tools, settings);
  const verified = async (lock: Lock, cluster: string) =>
    verifyLock(database.db, lock, await scopeOf(cluster), settings);

  beforeAll(async () => {
    database = await testDatabase();
    await makeClusters(database.db);
  }, 60_000);
  afterAll(async () => {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('holds whole environments, with specifications that conda reads back', async () => {
    const { environments, images, modules, tools } = await lockOf('packaged', 'SAMtools');
    expect(tools).toEqual(['samtools']);
    expect([images, modules]).toEqual([[], []]);
    expect(environments).toHaveLength(1);
    expect(environments[0]?.packages.map((one) => one.spec)).toEqual([
      'bioconda/linux-64::samtools==1.17=h00cdaf9_0',
      'bioconda/linux-64::umi_tools==1.1.4=py39hf95cd2a_2',
      'bioconda/linux-64::bwa==0.7.17=he4a0461_11',
    ]);
    for (const { spec, name, version, build } of environments[0]?.packages ?? [])
      expect(parseCondaSpec(spec)).toMatchObject({ name, version, build, channel: 'bioconda' });
  });

  test('says of a module that no hash of its file is known', async () => {
    const { modules, unread } = await lockOf('modular');
    expect(modules.map((one) => [one.tool, one.load, one.fileHash])).toEqual([
      ['bwa', 'module load BWA/0.7.17', ''],
      ['gcc', 'module load GCC/12.2.0', ''],
      ['samtools', 'module load SAMtools/1.17-GCC-12.2.0', ''],
    ]);
    expect(modules[0]?.note).toContain('no hash of its modulefile is known');
    expect(unread).toEqual([]);
    expect((await lockOf('half')).unread.join()).toContain('conda: timeout');
  });

  test('holds the hashes of modulefiles, and tells another file of the same name', async () => {
    const hashes = (gcc: string, bwa: string) => [
      { fullName: 'GCC/12.2.0', sha256: gcc.repeat(64) },
      { fullName: 'BWA/0.7.17', sha256: bwa.repeat(64) },
    ];
    const modules = ['GCC/12.2.0', 'BWA/0.7.17'];
    const swept = async (name: string, ...trees: Parameters<typeof tree>[1][]) => {
      const cluster = await Cluster.make(database.db, trees.length, name);
      await cluster.sweep(trees.map((one) => ({ modules: reading({ roots: [tree(modules, one)] }) })));
      return cluster;
    };
    const home = await swept('hashed', { files: hashes('a', 'b') });
    const lock = await lockOf('hashed');
    expect(lock.modules.map((one) => [one.tool, one.fileHash, one.note])).toEqual([
      ['bwa', 'b'.repeat(64), ''],
      ['gcc', 'a'.repeat(64), ''],
    ]);
    const told = async (cluster: string) =>
      (await verified(lock, cluster)).rows.map((row) => [row.name, row.match, row.holds, row.note]);
    expect(await told('hashed')).toEqual([
      ['bwa', 'same-version', true, ''],
      ['gcc', 'same-version', true, ''],
    ]);
    await swept('other', { files: hashes('a', 'c') });
    expect(await told('other')).toEqual([
      ['bwa', 'same-version', false, expect.stringContaining('another modulefile of that name')],
      ['gcc', 'same-version', true, ''],
    ]);
    await swept('unhashed', {});
    expect(await told('unhashed')).toEqual([
      ['bwa', 'same-version', true, expect.stringContaining('by its name alone')],
      ['gcc', 'same-version', true, expect.stringContaining('by its name alone')],
    ]);
    await home.sweep([{ modules: reading({ roots: [tree(modules, { files: hashes('a', 'd') })] }) }]);
    expect((await told('hashed')).map(([name, , holds]) => [name, holds])).toEqual([
      ['bwa', false],
      ['gcc', true],
    ]);
    // Nodes of two kinds see other files under one path: neither speaks for both.
    await swept('mixed', { files: hashes('a', 'b') }, { files: hashes('a', 'c'), key: 'aarch64 lmod 8.7' });
    expect((await lockOf('mixed')).modules.map((one) => [one.fileHash, one.note])).toEqual([
      ['', 'nodes have different modulefiles of that name'],
      ['a'.repeat(64), ''],
    ]);
    expect((await told('mixed')).map(([name, , holds]) => [name, holds])).toEqual([
      ['bwa', true],
      ['gcc', true],
    ]);
  });

  test('a module without a version holds where one of that name has none either', async () => {
    const swept = async (name: string, modules: string[]) => {
      const cluster = await Cluster.make(database.db, 1, name);
      await cluster.sweep([{ modules: reading({ roots: [tree(modules)] }) }]);
    };
    await swept('plain', ['null', 'GCC/12.2.0']);
    await swept('numbered', ['null/1.0', 'GCC/12.2.0']);
    const lock = await lockOf('plain');
    const told = async (cluster: string) =>
      (await verified(lock, cluster)).rows.map((row) => [row.name, row.match, row.holds]);
    expect(await told('plain')).toEqual([
      ['gcc', 'same-version', true],
      ['null', 'same-version', true],
    ]);
    expect(await told('numbered')).toEqual([
      ['gcc', 'same-version', true],
      ['null', 'other-version', false],
    ]);
  });

  test('images of a lock are judged by the documents that it names', async () => {
    const lock = await lockOf('pictured');
    const answer = await check(database.db, readInput('lock', Buffer.from(JSON.stringify(lock))), {
      on: 'alpha/pictured',
      staleDays: 100_000,
    });
    expect(lock.images.length).toBeGreaterThan(1);
    const seen = answer.verdicts.flatMap(({ subject, reasons }) =>
      reasons.flatMap(({ rule, message }) => (rule === 'architecture' ? [`${subject}: ${message}`] : [])),
    );
    expect(seen).toHaveLength(lock.images.length);
    // The architecture stands in the document of a file, and not in the name that the lock gives it.
    for (const one of seen) expect(one).not.toContain('Nothing says which architecture');
  });

  test('names what the cluster does not have', async () => {
    await expect(lockOf('modular', 'nosuch')).rejects.toThrow('nosuch is not there');
  });

  test('is what its schema says, and what was read is what was written', async () => {
    const schema: unknown = JSON.parse(readFileSync(join(installation, 'docs/lock.schema.json'), 'utf8'));
    for (const cluster of ['modular', 'pictured', 'packaged', 'half', 'broken']) {
      const lock = await lockOf(cluster);
      expect(departures(schema, schema, JSON.parse(JSON.stringify(lock)))).toEqual([]);
      expect(readLock('x', JSON.stringify(lock))).toEqual(lock);
    }
  });

  test.each([
    ['{', 'no JSON'],
    ['{}', 'no lock'],
    ['[1]', 'no lock'],
    ['{"format":"gazetteer-lock","version":2}', 'version 2'],
    ['{"format":"gazetteer-lock","version":1}', 'madeAt'],
  ])('%s is refused', (text, message) => {
    expect(() => readLock('x', text)).toThrow(message);
  });

  test('holds where it was made, and tells elsewhere what is not the same', async () => {
    for (const cluster of ['modular', 'packaged'])
      expect(await verified(await lockOf(cluster), cluster)).toMatchObject({ holds: true });
    expect(
      (await verified(await lockOf('packaged'), 'packaged')).environments.map((one) => one.same),
    ).toEqual([true]);
    const away = await verified(await lockOf('packaged'), 'pictured');
    expect(away.holds).toBe(false);
    expect(away.environments.map((one) => [one.packages, one.holding])).toEqual([[3, 0]]);
    expect(away.rows.map((row) => [row.name, row.match, row.holds, row.found])).toEqual([
      // The same build, but inside an image: no package of conda.
      ['samtools', 'same-build', false, '1.17 h00cdaf9_0, as apptainer'],
      ['umi_tools', 'missing', false, ''],
      ['bwa', 'near-version', false, '0.7.18, as apptainer'],
    ]);
    const unread = await verified(await lockOf('packaged'), 'broken');
    expect(unread.rows.map((row) => row.match)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('a build without a hash holds by its name, whichever environment has it', async () => {
    const swept = async (name: string, environments: Record<string, string[]>) => {
      const cluster = await Cluster.make(database.db, 1, name);
      await cluster.sweep([{ conda: conda(environments) }]);
    };
    const [older, newer] = ['humanize=4.9.0=py310_0', 'humanize=4.9.0=py311_0'];
    await swept('one', { 'envs/new': [newer] });
    await swept('both', { 'envs/a': [older], 'envs/b': [newer] });
    await swept('turned', { 'envs/a': [newer], 'envs/b': [older] });
    await swept('older', { 'envs/a': [older] });
    const told = await lockOf('one');
    // As of a record that told neither channel nor hash.
    const environments = told.environments.map((one) => ({
      ...one,
      document: '0'.repeat(64),
      packages: one.packages.map((own) => ({ ...own, channel: '' })),
    }));
    const lock = { ...told, environments };
    for (const [cluster, holds] of [
      ['both', true],
      ['turned', true],
      ['older', false],
    ] as const)
      expect((await verified(lock, cluster)).rows, cluster).toMatchObject([{ name: 'humanize', holds }]);
  });

  test('what pip added is looked for as well, and a part that could not be read is not the same', async () => {
    const lock = await lockOf('packaged');
    const [environment] = lock.environments;
    if (!environment) throw new Error('no environment');
    const changed = (more: Partial<typeof environment>) =>
      verified({ ...lock, environments: [{ ...environment, ...more }] }, 'packaged');
    const added = await changed({ document: '0'.repeat(64), pip: [{ name: 'multiqc', version: '1.19' }] });
    expect(added.holds).toBe(false);
    expect(added.environments).toMatchObject([{ same: false, packages: 4, holding: 3 }]);
    expect(added.rows.at(-1)).toMatchObject({ name: 'multiqc', match: 'missing', holds: false });
    const there = await changed({ document: '0'.repeat(64), pip: [{ name: 'umi_tools', version: '1.1.4' }] });
    expect(there.rows.at(-1)).toMatchObject({
      holds: true,
      note: expect.stringContaining('by its version alone'),
    });
    expect((await changed({})).environments).toMatchObject([{ same: true }]);
    expect((await changed({ unreadable: 1 })).environments).toMatchObject([{ same: false }]);
  });

  test('other bytes under the same label do not hold', async () => {
    const lock = await lockOf('pictured', 'samtools');
    const [image] = lock.images;
    if (!image) throw new Error('no image');
    const other = { ...lock, images: [{ ...image, build: '', variant: '-other' }] };
    expect((await verified(other, 'pictured')).holds).toBe(false);
    expect((await verified(lock, 'pictured')).rows).toMatchObject([
      { match: 'same-build', holds: true, note: 'by its build alone: the lock has no digest' },
    ]);
  });

  test('is read by check, each package once, and anything else in it is told', async () => {
    const read = (value: unknown) => readInput('x.lock.json', Buffer.from(JSON.stringify(value)));
    const lock = await lockOf('packaged');
    const [environment] = lock.environments;
    if (!environment) throw new Error('no environment');
    const twice = { ...lock, environments: [environment, { ...environment, place: '/elsewhere' }] };
    const { form, requirements, notes } = read(twice);
    expect(form).toBe('gazetteer-lock');
    expect(
      requirements.map(({ asked, name, version, build }) => [asked, name, version, build].join(' ')),
    ).toEqual([
      'conda samtools 1.17 h00cdaf9_0',
      'conda umi_tools 1.1.4 py39hf95cd2a_2',
      'conda bwa 0.7.17 he4a0461_11',
    ]);
    expect(notes.join()).toContain('alpha/packaged');
    for (const [cluster, asked] of [
      ['modular', 'module'],
      ['pictured', 'apptainer'],
    ] as const) {
      const own = read(await lockOf(cluster));
      expect([...new Set(own.requirements.map((one) => one.asked))]).toEqual([asked]);
      const answer = await check(database.db, own, { on: `alpha/${cluster}`, staleDays: 100_000 });
      const here = answer.clusters.find((one) => one.cluster === cluster);
      expect([here?.there, here?.asked]).toEqual([own.requirements.length, own.requirements.length]);
    }
    const later = read({ format: 'gazetteer-lock', version: 9 });
    expect(later).toMatchObject({ form: 'gazetteer-lock', requirements: [] });
    expect(later.unread[0]?.message).toContain('version 9');
  });

  test('goes through the command line', async () => {
    const env = { DATABASE_URL: database.url, GAZETTEER_STALE_DAYS: '99999', GAZETTEER_DATA: folder };
    const made = await gazetteer(['lock', 'alpha/packaged', '--tool', 'bwa'], env);
    expect(made.code, made.err).toBe(0);
    const file = join(folder, 'bwa.lock.json');
    writeFileSync(file, made.out);
    const here = await gazetteer(['lock', 'verify', file, '--on', 'alpha/packaged'], env);
    expect([here.code, here.out]).toEqual([0, expect.stringContaining('Everything that the lock holds')]);
    const away = await gazetteer(['lock', 'verify', '-', '--on', 'alpha/modular'], env, made.out);
    expect([away.code, away.out]).toEqual([1, expect.stringContaining('0 of 3 rows hold')]);
    expect((await gazetteer(['lock', 'alpha'], env)).code).toBe(2);
  }, 60_000);
});
