import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readImageFile } from '../../server/facets/images/file.ts';
import { images } from '../../server/facets/images/index.ts';
import { ImageFile } from '../../server/facets/images/schema.ts';
import { headSource, wholeSource } from '../../server/facets/images/source.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { sifFile } from './images-make.ts';

const read = (bytes: Buffer, name = 'x.sif') => readImageFile(wholeSource(bytes), name);

const OBJECTS = [
  { type: 0x4001, id: 1, text: 'Bootstrap: docker\nFrom: quay.io/biocontainers/samtools:1.17--h00cdaf9_0\n' },
  { type: 0x4003, id: 2, text: '{"org.opencontainers.image.version":"1.17","a":"b"}\0\0\0' },
  { type: 0x4004, id: 3, text: 'hsqs', partition: { fs: 1, use: 2, arch: '04' } },
  { type: 0x4005, id: 4, text: 'sig', link: 0xf0000001, signature: { hash: 1, key: 'ab'.repeat(20) } },
];

test('header, definition, labels and signature', () => {
  const facts = ImageFile.parse(
    read(
      sifFile({
        arch: '04',
        created: 1590175859n,
        launch: '#!/usr/bin/env run-singularity\n',
        objects: OBJECTS,
      }),
    ),
  );
  expect(facts).toMatchObject({
    format: 'sif',
    formatVersion: '01',
    architecture: 'aarch64',
    uuid: '01020304-0506-0708-090a-0b0c0d0e0f10',
    // date -u -d @1590175859
    created: '2020-05-22T19:30:59Z',
    launch: '#!/usr/bin/env run-singularity',
    signed: true,
    encrypted: false,
    definition: {
      bootstrap: 'docker',
      from: 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0',
      recipe: false,
    },
    labels: [
      { name: 'a', value: 'b' },
      { name: 'org.opencontainers.image.version', value: '1.17' },
    ],
    descriptors: 48,
  });
  expect(
    facts.objects.map(({ type, use, fileSystem, architecture }) => [type, use, fileSystem, architecture]),
  ).toEqual([
    ['definition', '', '', ''],
    ['labels', '', '', ''],
    ['partition', 'primary', 'squashfs', 'aarch64'],
    ['signature', '', '', ''],
  ]);
  expect(facts.objects[3]).toMatchObject({
    link: 1,
    linksGroup: true,
    hash: 'sha256',
    fingerprint: 'ab'.repeat(20),
  });
});

test.each([
  ['no launch line, no times', { launch: '', created: -62135596800n }, { launch: '', created: '' }],
  ['a launch line of anything', { launch: '\x01\xffSIF_MAGIC%s' }, { launch: '\x01\\xffSIF_MAGIC%s' }],
  ['architecture 00', { arch: '00' }, { architecture: 'unknown' }],
  ['a later architecture', { arch: '77' }, { architecture: 'unknown' }],
  [
    'architecture only in the primary partition',
    { arch: '00', objects: [{ type: 0x4004, id: 1, text: 'x', partition: { fs: 1, use: 2, arch: '06' } }] },
    { architecture: 'ppc64le' },
  ],
  [
    'another partition of another architecture',
    {
      arch: '02',
      objects: [
        { type: 0x4004, id: 1, text: 'x', partition: { fs: 2, use: 1, arch: '04' } },
        { type: 0x4004, id: 2, text: 'x', partition: { fs: 5, use: 2, arch: '02' } },
      ],
    },
    { architecture: 'x86_64', encrypted: true, signed: false },
  ],
  [
    'a file system that Apptainer encrypts by gocryptfs',
    { objects: [{ type: 0x4004, id: 1, text: 'x', partition: { fs: 6, use: 2, arch: '02' } }] },
    { encrypted: true, objects: [{ fileSystem: 'gocryptfs-squashfs' }] },
  ],
  [
    'several partitions, one to write to',
    {
      objects: [
        { type: 0x4004, id: 1, text: 'x', partition: { fs: 1, use: 2, arch: '13' } },
        { type: 0x4004, id: 2, text: 'x', partition: { fs: 2, use: 4, arch: '13' } },
        { type: 0x4004, id: 3, text: 'x', partition: { fs: 4, use: 3, arch: '00' } },
      ],
    },
    {
      objects: [
        { fileSystem: 'squashfs', use: 'primary', architecture: 'loongarch64' },
        { fileSystem: 'ext3', use: 'overlay' },
        { fileSystem: 'raw', use: 'data', architecture: 'unknown' },
      ],
    },
  ],
  [
    'signatures by PGP and by X.509',
    {
      objects: [
        { type: 0x4005, id: 1, text: 's', signature: { hash: 2, key: 'cd'.repeat(20) } },
        { type: 0x4005, id: 2, text: '{}', signature: { hash: 1, key: '' } },
      ],
    },
    {
      signed: true,
      objects: [
        { hash: 'sha384', format: 'pgp', fingerprint: 'cd'.repeat(20) },
        { hash: 'sha256', format: 'dsse', fingerprint: '' },
      ],
    },
  ],
  [
    'labels inside inspect-metadata.json',
    {
      objects: [
        { type: 0x4006, id: 1, name: 'oci-config.json', text: '{"Labels":{"from":"config"}}' },
        {
          type: 0x4006,
          id: 2,
          name: 'inspect-metadata.json',
          text: '{"data":{"attributes":{"labels":{"from":"inspect"}}},"type":"container"}\0\0',
        },
      ],
    },
    { labels: [{ name: 'from', value: 'inspect' }] },
  ],
  [
    'labels that a database cannot hold',
    { objects: [{ type: 0x4003, id: 1, text: '{"a":"x\\u0000y","b":7,"c":{},"__proto__":"p"}' }] },
    {
      labels: [
        { name: '__proto__', value: 'p' },
        { name: 'a', value: 'x\\x00y' },
        { name: 'b', value: '7' },
      ],
    },
  ],
  ['labels that are no JSON', { objects: [{ type: 0x4003, id: 1, text: '{"a":' }] }, { labels: [] }],
  ['nothing but a header', { objects: [] }, { objects: [], signed: false, definition: null }],
])('%s', (_, made, expected) => {
  expect(read(sifFile(made))).toMatchObject(expected);
});

test('an OCI-SIF: identity and architecture come from index, manifest and configuration', () => {
  const hex = (digit: string) => digit.repeat(64);
  const blob = (id: number, digest: string, text: string) => ({
    type: 0x400b,
    id,
    text,
    digest: `sha256:${digest}`,
  });
  const facts = read(
    sifFile({
      arch: '00',
      objects: [
        blob(1, hex('c'), 'layer'),
        blob(2, hex('b'), '{"architecture":"arm64","config":{"Labels":{"k":"v"}}}'),
        blob(
          3,
          hex('a'),
          `{"config":{"digest":"sha256:${hex('b')}"},"layers":[{"digest":"sha256:${hex('c')}"}]}`,
        ),
        { type: 0x400a, id: 4, text: `{"manifests":[{"digest":"sha256:${hex('a')}"}]}` },
      ],
    }),
  );
  expect(facts).toMatchObject({
    format: 'oci-sif',
    architecture: 'aarch64',
    manifestDigest: hex('a'),
    configDigest: hex('b'),
    labels: [{ name: 'k', value: 'v' }],
  });
});

test('an index of several images has no one architecture', () => {
  const entry = (architecture: string) =>
    `{"digest":"sha256:${'a'.repeat(64)}","platform":{"architecture":"${architecture}"}}`;
  const index = (...names: string[]) =>
    read(
      sifFile({
        arch: '00',
        objects: [{ type: 0x400a, id: 1, text: `{"manifests":[${names.map(entry)}]}` }],
      }),
    );
  expect(index('amd64', 'arm64')).toMatchObject({ architecture: 'unknown', manifestDigest: '' });
  expect(index('arm64')).toMatchObject({ architecture: 'aarch64', manifestDigest: 'a'.repeat(64) });
});

test('a file cut anywhere is truncated or corrupt, never an image', () => {
  const whole = sifFile({ objects: OBJECTS });
  for (const length of [0, 1, 31, 41, 127, 128, 4096, 20000, 32175, 32176, whole.length - 1]) {
    expect(read(whole.subarray(0, length)), `${length} bytes`).toMatchObject({
      reason: expect.stringMatching(/^(truncated|corrupt)$/),
    });
  }
});

test.each([
  ['numbers below zero', 88],
  ['a table before the header', 96],
  ['a table of no length', 104],
])('%s are corrupt', (_, at) => {
  const bytes = sifFile({ objects: OBJECTS });
  bytes.writeBigInt64LE(at === 88 ? -1n : 0n, at);
  expect(read(bytes)).toMatchObject({ reason: 'corrupt' });
});

test('a version of SIF that nobody knows yet is not guessed at', () => {
  const bytes = sifFile({});
  bytes.write('02', 42);
  expect(read(bytes)).toMatchObject({ reason: 'unsupported' });
  bytes.write('00', 42);
  expect(read(bytes)).toMatchObject({ format: 'sif', formatVersion: '00' });
});

test('mutated images and heads never throw', () => {
  const whole = sifFile({ objects: OBJECTS });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(fc.nat(200), fc.integer({ min: 4096, max: 7000 })), fc.nat(255)), {
        maxLength: 20,
      }),
      fc.nat(whole.length),
      (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const found = read(bytes.subarray(0, length));
        if ('kind' in found) {
          ImageFile.parse(found);
          images.offerings(found, 'x.sif');
        }
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'size 4\n',
          'extent 0 128\n',
          'extent 4096 99999999\n',
          '32 5349465f4d41474943\n',
          'junk',
          '\n',
        ),
      ),
      (lines) => {
        readImageFile(headSource(lines.join('')).source, 'x.sif');
      },
    ),
  );
});

if (hasCorpus) {
  const rows = readFileSync(join(corpus, 'INDEX.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([kind, path]) => kind === 'sif' && path?.endsWith('.sif'));
  test.each(rows.map((row) => [row[1] ?? '', row[6] ?? '']))('corpus %s', (path, truth) => {
    const told = /^primary arch (\S+); (\d+) descriptors of (\d+); launch (.*)$/.exec(truth);
    const facts = ImageFile.parse(read(readFileSync(join(corpus, path)), basename(path)));
    expect([facts.architecture, facts.objects.length, facts.descriptors, facts.launch || 'NUL']).toEqual([
      { '386': 'i686', amd64: 'x86_64', arm64: 'aarch64' }[told?.[1] ?? ''] ?? told?.[1],
      Number(told?.[2]),
      Number(told?.[3]),
      told?.[4],
    ]);
    expect(facts.signed).toBe(path.includes('signed'));
    const kinds = new Set(facts.objects.filter((one) => one.type === 'signature').map((one) => one.format));
    expect([...kinds]).toEqual(path.includes('dsse') ? ['dsse'] : path.includes('signed') ? ['pgp'] : []);
  });
}
