import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { inputFile } from '../../server/cli/inputFile.ts';
import { readImageFile } from '../../server/facets/images/file.ts';
import { images } from '../../server/facets/images/index.ts';
import { ImageFile, StoredImage } from '../../server/facets/images/schema.ts';
import type { ByteSource } from '../../server/facets/images/source.ts';
import { sifFile } from './images-make.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-limits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TABLE = 4096;
const DEFINITION = 'bootstrap: docker\nfrom: quay.io/biocontainers/samtools:1.17--h00cdaf9_0\n';

const parse = (path: string, name: string) => {
  const input = { name, files: [inputFile(path, name)] };
  const form = images.natives.find((one) => one.recognise(input));
  return { format: form?.format, items: form?.parse(input).roots[0]?.items ?? [] };
};

test('an image of five gigabytes is read without them', () => {
  const path = join(folder, 'large.sif');
  const size = 5 * 2 ** 30;
  const bytes = sifFile({
    objects: [
      { type: 0x4004, id: 1, text: 'hsqs', partition: { fs: 1, use: 2, arch: '02' } },
      // As siftool appends it: behind the file system.
      { type: 0x4001, id: 2, text: DEFINITION },
    ],
  });
  bytes.writeBigInt64LE(BigInt(size - 65536), TABLE + 25);
  bytes.writeBigInt64LE(BigInt(size - 4096), TABLE + 585 + 17);
  const fd = openSync(path, 'w');
  writeSync(fd, bytes);
  writeSync(fd, DEFINITION, size - 4096);
  ftruncateSync(fd, size);
  closeSync(fd);
  const before = process.memoryUsage().rss;
  const [item] = parse(path, 'large.sif').items;
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  expect(item?.facts).toMatchObject({
    size,
    definition: { from: 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0' },
  });
});

/** A member of a tar archive (tar(5)). */
function member(path: string, content: Buffer | string, type = '0'): Buffer {
  const bytes = Buffer.from(content as string);
  const head = Buffer.alloc(512);
  head.write(path.slice(0, 100), 0);
  head.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write(type, 156);
  head.write('ustar\x0000', 257);
  return Buffer.concat([head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

const CONFIG = '{"architecture":"arm64","os":"linux"}';
const LONG = `${'d/'.repeat(60)}config.json`;
const list = (config: string) => JSON.stringify([{ Config: config, RepoTags: ['a:1'], Layers: [] }]);
const pax = (path: string) => {
  const text = ` path=${path}\n`;
  return `${text.length + 3}${text}`;
};

test.each([
  ['plain', [member('config.json', CONFIG), member('manifest.json', list('config.json'))]],
  [
    'with a long name of GNU',
    [member('././@LongLink', `${LONG}\0`, 'L'), member(LONG, CONFIG), member('manifest.json', list(LONG))],
  ],
  [
    'with a long name of pax',
    [member('PaxHeaders/x', pax(LONG), 'x'), member(LONG, CONFIG), member('manifest.json', list(LONG))],
  ],
])('an archive %s, also packed, also behind a large layer', (_, members) => {
  const end = Buffer.alloc(1024);
  const layer = member('layer.tar', Buffer.alloc(70 * 2 ** 20));
  for (const [name, bytes] of [
    ['a.tar', Buffer.concat([...members, end])],
    ['a.tar.gz', gzipSync(Buffer.concat([...members, end]))],
    ['large.tar', Buffer.concat([layer, ...members, end])],
  ] as const) {
    writeFileSync(join(folder, name), bytes);
    const found = parse(join(folder, name), name);
    expect(found.format).toBe('image-archive');
    expect(found.items.map((item) => StoredImage.parse(item.facts))).toMatchObject([
      { references: ['a:1'], architecture: 'aarch64', engine: 'docker' },
    ]);
  }
});

test('docker before 1.10 named the top layers', () => {
  const hex = 'ab'.repeat(32);
  const repositories = JSON.stringify({ busybox: { latest: hex, '1': hex } });
  const bytes = [member(`${hex}/json`, CONFIG), member('repositories', repositories), Buffer.alloc(1024)];
  writeFileSync(join(folder, 'old.tar'), Buffer.concat(bytes));
  expect(parse(join(folder, 'old.tar'), 'old.tar').items[0]?.facts).toMatchObject({
    id: hex,
    references: ['busybox:1', 'busybox:latest'],
    architecture: 'aarch64',
  });
});

test('descriptors that lie of sizes and places cost no more than a table and a few texts', () => {
  const count = 40;
  const objects = Array.from({ length: count }, (_, at) => ({
    type: 0x4006,
    id: at + 1,
    text: `{"data":${at}}`,
  }));
  const whole = sifFile({ objects });
  const number = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: 0n, max: BigInt(whole.length) }),
    fc.constantFrom(0n, 1n, 65536n, 65537n, 2n ** 31n, 2n ** 53n),
  );
  // Of the header: free, total, offset and length of the table; of a descriptor: offset and size.
  const places = fc.oneof(
    fc.constantFrom(80, 88, 96, 104),
    fc.tuple(fc.nat(count - 1), fc.constantFrom(17, 25)).map(([at, field]) => TABLE + at * 585 + field),
  );
  const types = fc.array(fc.tuple(fc.nat(count - 1), fc.integer({ min: 0x4000, max: 0x400c })), {
    maxLength: count,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(places, number), { maxLength: 30 }), types, (lies, kinds) => {
      const bytes = Buffer.from(whole);
      for (const [at, kind] of kinds) bytes.writeInt32LE(kind, TABLE + at * 585);
      for (const [at, value] of lies) bytes.writeBigInt64LE(value, at);
      let read = 0;
      const source: ByteSource = {
        size: bytes.length,
        read: (at, length) => {
          const fits = at >= 0 && length >= 0 && at + length <= bytes.length;
          read += fits ? length : 0;
          return fits ? bytes.subarray(at, at + length) : null;
        },
      };
      const found = readImageFile(source, 'x.sif');
      expect(read).toBeLessThan(2 * 2 ** 20);
      if ('kind' in found) expect(ImageFile.safeParse(found).success).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('one text under two thousand names is read a few times only', () => {
  const text = `{"a":"${'x'.repeat(60_000)}"}`;
  const bytes = sifFile({ objects: [{ type: 0x4006, id: 1, text }] });
  const table = Buffer.alloc(2000 * 585);
  for (let at = 0; at < 2000; at += 1) bytes.copy(table, at * 585, TABLE, TABLE + 585);
  const whole = Buffer.concat([bytes, table]);
  whole.writeBigInt64LE(2000n, 88);
  whole.writeBigInt64LE(BigInt(bytes.length), 96);
  whole.writeBigInt64LE(BigInt(table.length), 104);
  let texts = 0;
  const source: ByteSource = {
    size: whole.length,
    read: (at, length) => {
      if (length === text.length) texts += 1;
      return at + length <= whole.length ? whole.subarray(at, at + length) : null;
    },
  };
  expect(readImageFile(source, 'x.sif')).toMatchObject({ format: 'sif', descriptors: 2000 });
  expect(texts).toBeLessThan(10);
});
