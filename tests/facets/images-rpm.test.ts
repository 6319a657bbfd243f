import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentsOfferings, readContents } from '../../server/facets/images/contents.ts';
import { images } from '../../server/facets/images/index.ts';
import { readRpmDatabase } from '../../server/facets/images/rpm/database.ts';
import { withRpmLists } from '../../server/facets/images/rpm/list.ts';
import { sqliteBlobs } from '../../server/facets/images/rpm/sqlite.ts';
import { ImageContents } from '../../server/facets/images/schema.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { makeRpmDatabase } from '../harness/rpm.ts';
import { needs } from '../harness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-rpm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const possible = needs('rpm', 'rpm') && needs('rpmbuild', 'rpm') && needs('db5.3_load', 'db5.3-util');

const inImages = needs('mksquashfs', 'squashfs-tools') && needs('unsquashfs', 'squashfs-tools');

/** rpm's own packages are a few, and large ones are what fills overflow pages. */
const PACKAGES = [
  ...Array.from({ length: 40 }, (_, at) => ({
    name: `tool${at}`,
    version: `1.${at}`,
    release: '2.el9',
    files: 3,
  })),
  { name: 'samtools', version: '1.17', release: '2.el9', epoch: 1, files: 0 },
  { name: 'large', version: '5.8~rc1', release: '1', files: 4000 },
];

/** Numbers as they are, and not as Node orders them. */
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** As lib/backend/ndb/rpmpkg.c writes it. */
function ndb(blobs: Buffer[]): Buffer {
  const pages = 1 + Math.floor((blobs.length + 2) / 256);
  const slots: Buffer[] = [];
  const bodies: Buffer[] = [];
  let block = pages * 256;
  for (const [at, blob] of blobs.entries()) {
    const body = Buffer.concat([Buffer.from('BlbS'), u32(at + 1), u32(1), u32(blob.length), blob]);
    const tail = Buffer.concat([u32(0), u32(blob.length), Buffer.from('BlbE')]);
    const count = Math.ceil((body.length + tail.length) / 16);
    bodies.push(body, Buffer.alloc(count * 16 - body.length - tail.length), tail);
    slots.push(Buffer.concat([Buffer.from('Slot'), u32(at + 1), u32(block), u32(count)]));
    block += count;
  }
  while (slots.length < pages * 256 - 2) slots.push(Buffer.concat([Buffer.from('Slot'), Buffer.alloc(12)]));
  const head = Buffer.concat([
    Buffer.from('RpmP'),
    u32(0),
    u32(7),
    u32(pages),
    u32(blobs.length + 1),
    Buffer.alloc(12),
  ]);
  return Buffer.concat([head, ...slots, ...bodies]);
}

/** Written by Berkeley DB's own program. */
function berkeley(blobs: Buffer[], options: string): Buffer {
  const file = join(folder, 'Packages');
  const rows = [[u32(0), u32(blobs.length)], ...blobs.map((blob, at) => [u32(at + 1), blob])];
  const text = rows.map(([key, value]) => ` ${key?.toString('hex')}\n ${value?.toString('hex')}\n`).join('');
  const input = `VERSION=3\nformat=bytevalue\ntype=hash\n${options}HEADER=END\n${text}DATA=END\n`;
  rmSync(file, { force: true });
  const run = spawnSync('db5.3_load', [file], { input, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return readFileSync(file);
}

describe.skipIf(!possible)('a database of rpm', () => {
  let sqlite: Buffer;
  let blobs: Buffer[];
  let listed: string[];

  beforeAll(() => {
    const made = makeRpmDatabase(join(folder, 'made'), PACKAGES);
    sqlite = readFileSync(made.file);
    listed = made.listed;
    blobs = sqliteBlobs(sqlite) ?? [];
  }, 120_000);

  const namesOf = (bytes: Buffer) =>
    readRpmDatabase(bytes)
      ?.packages.map(({ name, version }) => `${name} ${version}`)
      .sort();

  test('in SQLite is read as rpm itself lists it', () => {
    expect(listed).toContain('samtools 1:1.17-2.el9');
    expect(listed).toHaveLength(PACKAGES.length);
    expect(namesOf(sqlite)).toEqual(listed);
  });

  test("in SUSE's form says the same", () => expect(namesOf(ndb(blobs))).toEqual(listed));

  test.each(['', 'db_pagesize=512\n', 'db_lorder=4321\n', 'db_pagesize=65536\n'])(
    'in Berkeley DB says the same: %j',
    (options) => expect(namesOf(berkeley(blobs, options))).toEqual(listed),
  );

  test.skipIf(!inImages).each(shells.map((shell) => [shell.join(' '), shell] as const))(
    'inside an image is read by the agent under %s, and a few are enough for a visit',
    (_, shell) => {
      const [tree, store] = [join(folder, 'tree'), join(folder, 'store')];
      for (const one of [store, join(tree, 'var/lib/rpm')]) mkdirSync(one, { recursive: true });
      writeFileSync(join(tree, 'var/lib/rpm/rpmdb.sqlite'), sqlite);
      const names = ['a.sqfs', 'b.sqfs', 'c.sqfs', 'd.sqfs', 'e.sqfs', 'cut.sqfs'].map((name) =>
        join(store, name),
      );
      for (const image of names) spawnSync('mksquashfs', [tree, image, '-noappend', '-quiet', '-all-root']);
      const look = (contents: string[]) => {
        const roots = [{ facet: 'images', path: store }];
        const [evidence] = agentSession({ facets: ['images'], roots, contents }, shell).facets;
        const reading = evidence && images.read(evidence);
        return { contents: reading?.roots[0]?.contents ?? [], problems: reading?.problems ?? [] };
      };
      const five = look(names.slice(0, 5).map((path) => `0 ${path}`));
      expect(five.contents.map(({ path }) => path)).toEqual(['a.sqfs', 'b.sqfs', 'c.sqfs', 'd.sqfs']);
      expect(five.problems).toEqual([]);
      const facts = ImageContents.parse(five.contents[0]?.facts);
      expect(
        facts.packages.map(({ manager, name, version }) => `${manager} ${name} ${version}`).sort(),
      ).toEqual(listed.map((line) => `rpm ${line}`));
      expect(facts.unread).toEqual([]);
      expect(contentsOfferings(facts)).toContainEqual(
        expect.objectContaining({ tool: 'samtools', version: '1.17' }),
      );
      // What is kept as evidence is the list, and it reads as the same.
      const kept = five.contents[0]?.evidence.parts[0]?.bytes ?? Buffer.alloc(0);
      expect(kept.length).toBeLessThan(10_000);
      expect(readContents(kept.toString().split('\n').slice(1))).toEqual(facts);
      const broken = Buffer.from(sqlite);
      broken.fill(0, 4096);
      writeFileSync(join(tree, 'var/lib/rpm/rpmdb.sqlite'), broken);
      spawnSync('mksquashfs', [tree, names[5] ?? '', '-noappend', '-quiet', '-all-root']);
      const cut = look([`0 ${names[5]}`]);
      expect(cut.contents[0]?.facts).toMatchObject({ packages: [], unread: ['rpm'] });
      expect(cut.problems.map(({ message }) => message)).toEqual(["rpm's database is none, or was cut"]);
      for (const one of [tree, store]) rmSync(one, { recursive: true });
    },
    60_000,
  );

  test('of which a part is damaged says so with what it lists', () => {
    const [first = Buffer.alloc(0), ...others] = blobs;
    const bad = Buffer.from(first);
    bad.writeUInt32BE(0x7fffffff, 0);
    const told = (bytes: Buffer) => {
      const packed =
        gzipSync(bytes)
          .toString('base64')
          .match(/.{1,76}/g) ?? [];
      const lines = ['s /var/lib/rpm/Packages.db', ...packed.map((line) => `r ${line}`), 'end 0'];
      const listed = withRpmLists(lines);
      const { packages, unread } = readContents(listed.lines);
      return { trouble: listed.trouble, packages: packages.length, unread };
    };
    expect(told(ndb(blobs))).toEqual({ trouble: '', packages: blobs.length, unread: [] });
    expect(told(ndb([bad, ...others]))).toEqual({
      trouble: "1 packages of rpm's database could not be read",
      packages: blobs.length - 1,
      unread: ['rpm'],
    });
    // Nothing installed is not the same as nothing read.
    expect(told(ndb([]))).toEqual({ trouble: '', packages: 0, unread: [] });
  });

  test('one bad header loses that package only', () => {
    const [first = Buffer.alloc(0), ...others] = blobs;
    const bad = Buffer.from(first);
    bad.writeUInt32BE(0x7fffffff, 0);
    expect(readRpmDatabase(ndb([bad, ...others]))).toMatchObject({ damaged: 1 });
    expect(namesOf(ndb([bad, ...others]))).toHaveLength(listed.length - 1);
  });

  test('that is cut is not taken for a whole one', () => {
    const all = [sqlite, ndb(blobs), berkeley(blobs, '')];
    for (const bytes of all) expect(readRpmDatabase(bytes.subarray(0, bytes.length - 4096))).toBeNull();
    expect(readRpmDatabase(Buffer.alloc(0))).toBeNull();
    expect(readRpmDatabase(Buffer.from('x'.repeat(5000)))).toBeNull();
  });

  test('whose pages lead in a circle ends', () => {
    const size = sqlite.readUInt16BE(16);
    const inner = Array.from({ length: sqlite.length / size }, (_, at) => at).filter(
      (at) => at > 0 && sqlite[at * size] === 5,
    );
    expect(inner.length).toBeGreaterThan(0);
    const read = inner.map((at) => {
      const bytes = Buffer.from(sqlite);
      // No rows on its way, whose number would end it.
      bytes.writeUInt16BE(0, at * size + 3);
      bytes.writeUInt32BE(at + 1, at * size + 8);
      return readRpmDatabase(bytes);
    });
    expect(read).toContain(null);
  });

  test('with any bytes changed never throws, never hangs, and invents nothing', () => {
    const small = blobs.slice(0, 3);
    const all = [sqlite, ndb(small), berkeley(small, 'db_pagesize=512\n')];
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.nat(2), fc.array(change, { minLength: 1, maxLength: 30 }), (which, changes) => {
        const bytes = Buffer.from(all[which] ?? Buffer.alloc(0));
        // Heads of files and pages hold what leads astray.
        for (const [at, value] of changes) bytes[at % 3 === 0 ? at % bytes.length : at % 4096] = value;
        // What a damaged database lists is no more than a whole one has.
        expect(readRpmDatabase(bytes)?.packages.length ?? 0).toBeLessThanOrEqual(bytes.length / 40);
      }),
      { numRuns: 300 },
    );
  });
});
