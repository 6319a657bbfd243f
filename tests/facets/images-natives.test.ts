import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NativeInput } from '../../server/facets/facet.ts';
import { parseDefinition } from '../../server/facets/images/definition.ts';
import { elfArchitecture } from '../../server/facets/images/elf.ts';
import { images } from '../../server/facets/images/index.ts';
import { ImageFile, StoredImage } from '../../server/facets/images/schema.ts';
import { timeOf, timeText } from '../../server/facets/images/values.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { sifFile } from './images-make.ts';

const input = (bytes: Buffer | string, name = 'x'): NativeInput => ({
  name,
  files: [{ path: name, bytes: Buffer.from(bytes as string) }],
});

function native(of: NativeInput) {
  const form = images.natives.find((one) => one.recognise(of));
  const reading = form?.parse(of);
  return { format: form?.format ?? '', reading, items: reading?.roots[0]?.items ?? [] };
}

const stored = (of: NativeInput) => native(of).items.map((item) => StoredImage.parse(item.facts));

test.each([
  ['Bootstrap: docker\nFrom: debian:12\n', { bootstrap: 'docker', from: 'debian:12', recipe: false }],
  [
    'BOOTSTRAP : docker\nfrom:  a/b:1   # why\n%post\n  From: no\n',
    { bootstrap: 'docker', from: 'a/b:1', recipe: true },
  ],
  ['# c\nFrom: x\nBootstrap: library\n%labels\n  A b\n', { bootstrap: 'library', from: '', recipe: false }],
  [
    'bootstrap: docker\nfrom: a/\\\n  b:1\n%runscript\n',
    { bootstrap: 'docker', from: 'a/b:1', recipe: false },
  ],
  [
    'Bootstrap: docker\nFrom: golang:1\nStage: build\n%post\n make\n\nBootstrap: docker\nFrom: alpine:3\n%files from build\n',
    { bootstrap: 'docker', from: 'alpine:3', recipe: true },
  ],
  ['Bootstrap: yum\nMirrorURL: http://x/y:80\n%post\n', { bootstrap: 'yum', from: '', recipe: true }],
  ['%post\n', null],
  ['', null],
])('definition %j', (text, expected) => {
  expect(parseDefinition(text)).toEqual(expected);
});

test.each([
  [1590175859n, '2020-05-22T19:30:59Z'],
  [0n, '1970-01-01T00:00:00Z'],
  [-62135596800n, ''],
  [-(2n ** 63n), ''],
  [2n ** 62n, ''],
])('time %s', (seconds, expected) => expect(timeOf(seconds)).toBe(expected));

test.each([
  ['2020-05-22 19:30:59 +0000 UTC', '2020-05-22T19:30:59Z'],
  ['2026-11-23T23:43:37.225896888Z', '2026-11-23T23:43:37Z'],
  ['2024-02-27 13:52:59 -0500 EST', '2024-02-27T18:52:59Z'],
  ['0001-01-01T00:00:00Z', ''],
  ['2 weeks ago', ''],
  ['2024-99-99T00:00:00Z', ''],
])('time text %s', (text, expected) => expect(timeText(text)).toBe(expected));

test.each([
  ['0000000 7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00\n0000016 03 00 3e 00\n0000020\n', 'x86_64'],
  ['0000000 7f 45 4c 46 02 02 01 00 00 00 00 00 00 00 00 00\n0000016 00 03 00 15\n0000020\n', 'ppc64'],
  ['0000000 23 21\n0000002\n', 'unknown'],
  ['', 'unknown'],
])('elf %#', (dump, expected) => expect(elfArchitecture(dump)).toBe(expected));

describe('offerings and load lines', () => {
  const file = (name: string, definition: string) => {
    const facts = native(input(sifFile({ objects: [{ type: 0x4001, id: 1, text: definition }] }), name))
      .items[0]?.facts;
    return images
      .offerings(facts ?? { kind: '' }, name)
      .map(({ tool, version, build, provider }) => ({ tool, version, build, provider }));
  };
  const samtools = { tool: 'samtools', version: '1.17', build: 'h00cdaf9_0', provider: 'apptainer' };

  test.each([
    ['any.sif', 'bootstrap: docker\nfrom: quay.io/biocontainers/samtools:1.17--h00cdaf9_0\n', [samtools]],
    // A base is not what a recipe offers.
    ['samtools_1.17.sif', 'bootstrap: docker\nfrom: ubuntu:22.04\n%post\n x\n', [{ ...samtools, build: '' }]],
    ['depot.galaxyproject.org-singularity-samtools-1.17--h00cdaf9_0.img', '', [samtools]],
    [`community-cr-prod.seqera.io-docker-registry-v2-blobs-sha256-ab-${'ab'.repeat(32)}-data.img`, '', []],
    [`sha256.${'ab'.repeat(32)}`, '', []],
    [
      `${'ab'.repeat(32)}.sif`,
      'bootstrap: docker\nfrom: quay.io/biocontainers/samtools:1.17--h00cdaf9_0\n',
      [samtools],
    ],
  ])('%s', (name, definition, expected) => expect(file(name, definition)).toEqual(expected));

  test('one offering a tag, with the digest both engines know', () => {
    const hex = 'ab'.repeat(32);
    const tags = ['quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'localhost/samtools:1.17'];
    const [facts] = stored(
      input(JSON.stringify([{ Id: hex, RepoTags: tags, RootFS: {}, Digest: `sha256:${'cd'.repeat(32)}` }])),
    );
    const offers = images.offerings(facts ?? { kind: '' }, hex);
    expect(offers.map(({ tool, provider, digest, locator }) => [tool, provider, digest, locator])).toEqual(
      [...tags].sort().map((tag) => ['samtools', 'podman', `oci-config:${hex}`, tag]),
    );
  });

  const at = {
    rootKind: 'folder',
    rootPath: '/apps/containers',
    itemPath: 'a.sif',
    provider: 'apptainer',
    locator: '',
  } as const;
  test.each([
    [at, { place: '/apps/containers/a.sif', load: 'apptainer exec /apps/containers/a.sif' }],
    [
      { ...at, itemPath: "it's $(x).sif" },
      {
        place: "/apps/containers/it's $(x).sif",
        load: "apptainer exec '/apps/containers/it'\\''s $(x).sif'",
      },
    ],
    [
      { ...at, itemPath: 'a\nb.sif' },
      { place: '/apps/containers/a\nb.sif', load: '' },
    ],
    [
      { ...at, itemPath: 'bad\\xff.sif' },
      { place: '/apps/containers/bad\\xff.sif', load: '' },
    ],
    [
      {
        ...at,
        rootPath: '/var/lib/containers/storage',
        itemPath: 'ab',
        provider: 'podman',
        locator: 'localhost/x:1',
      } as const,
      { place: 'localhost/x:1', load: 'podman run --rm -it localhost/x:1' },
    ],
    [
      { ...at, rootPath: '/data/my store', itemPath: 'ab', provider: 'podman', locator: '' } as const,
      { place: 'ab', load: "podman --root '/data/my store' run --rm -it ab" },
    ],
    [
      { ...at, rootPath: '/var/lib/docker', itemPath: 'ab', provider: 'docker', locator: '-v/:/x' } as const,
      { place: '-v/:/x', load: '' },
    ],
  ])('line %#', (of, expected) => expect(images.locate(of)).toEqual(expected));
});

test('docker prints one object a line and one row a tag', () => {
  const row = (tag: string) =>
    JSON.stringify({
      Repository: 'ubuntu',
      Tag: tag,
      ID: 'ab12cd34ef56',
      Digest: `sha256:${'cd'.repeat(32)}`,
      CreatedAt: '2024-02-27 18:52:59 +0000 UTC',
      Size: '77.9MB',
    });
  const text = `${row('22.04')}\nnot json\n${row('jammy')}\n{"Repository":"\\u003cnone\\u003e","Tag":"\\u003cnone\\u003e","ID":"000000000000"}\n`;
  const found = native(input(text));
  expect(found.format).toBe('docker-images');
  expect(found.items.map((item) => item.facts)).toMatchObject([
    {
      id: 'ab12cd34ef56',
      engine: 'docker',
      references: ['ubuntu:22.04', 'ubuntu:jammy'],
      manifestDigest: 'cd'.repeat(32),
      created: '2024-02-27T18:52:59Z',
    },
    { id: '000000000000', references: [] },
  ]);
  expect(found.reading?.problems).toHaveLength(1);
});

test('no output at all is no empty list', () => {
  const form = images.natives.find((one) => one.format === 'podman-images');
  expect(native(input(''))).toMatchObject({ format: 'image-error', reading: { outcome: 'failed' } });
  expect(form?.parse(input(''))).toMatchObject({ outcome: 'failed' });
  expect(form?.parse(input('[]'))).toMatchObject({ outcome: 'present' });
});

test('several files of a folder: one that is cut loses itself only', () => {
  const whole = sifFile({ objects: [{ type: 0x4003, id: 1, text: '{}' }] });
  const reading = native({
    name: 'images',
    files: [
      { path: 'a.sif', bytes: whole },
      { path: 'sub/b.sif', bytes: whole.subarray(0, whole.length - 1) },
      { path: 'README', bytes: Buffer.from('x') },
    ],
  }).reading;
  expect(reading?.roots[0]).toMatchObject({
    outcome: 'present',
    items: [{ path: 'a.sif' }],
    unread: [{ reason: 'truncated', path: 'sub/b.sif' }],
  });
});

test('no form throws, whatever it is given', () => {
  const seeds = [
    '[{"Id":"x","RootFS":{}}]',
    '{"Repository":"a","ID":"b"}',
    'REPOSITORY  TAG  IMAGE ID\na  b  c\n',
    'ID   |GROUP   |LINK    |SIF POSITION (start-end)  |TYPE\n1    |1       |NONE    |1-2  |FS (Raw/System/386)\n',
    'Descriptors Free: 1\n  Data Type: FS\n',
    sifFile({ objects: [{ type: 0x4001, id: 1, text: 'bootstrap: docker\nfrom: a\\\n' }] }).toString(
      'latin1',
    ),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
      (seed, changes) => {
        const bytes = Buffer.from(seed, 'latin1');
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        for (const form of images.natives) {
          form.recognise(input(bytes));
          for (const item of form.parse(input(bytes)).roots[0]?.items ?? [])
            images.offerings(item.facts, item.path);
        }
      },
    ),
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const form of images.natives) form.parse(input(JSON.stringify([value]) ?? ''));
    }),
  );
});

describe.skipIf(!hasCorpus)('corpus', () => {
  const live = join(corpus, 'live/podman-4.3.1');
  const text = (path: string) => readFileSync(join(live, path));
  const folder = (path: string): NativeInput => ({
    name: path,
    files: readdirSync(join(live, path), { recursive: true, encoding: 'utf8' })
      .map((name) => join(live, path, name))
      .filter((name) => statSync(name).isFile())
      .map((name) => ({ path: relative(join(live, path), name), bytes: readFileSync(name) })),
  });
  const app = 'c7beccdcaf9f10a7d5d6cfc1a34b0023e8d533b6e5e1ef5ac5bef7bc7e3cae6a';
  const tags = [
    'localhost/tst2:1',
    'localhost/tst2:1.2',
    'localhost/tst2:latest',
    'registry.example.org:5000/team/app:v1',
  ];

  test.each(['images.json', 'images-tpl-json.txt', 'images.txt'])('podman listing %s', (path) => {
    const found = new Map(stored(input(text(path))).map((one) => [one.id, one]));
    expect(found.size).toBe(3);
    expect(found.get(app)).toMatchObject({ engine: 'podman', references: tags, configDigest: app });
    expect(found.get(app)?.manifestDigest).toBe(
      '225af2c4f5fe557e9b7eb17145f4b5ee27fcf1e024cce7bbdab50a66274e4e22',
    );
    expect(found.get('46f566ce62607f44b739843f5846976dc95fed5234dc6eb7d68c05611d7902bc')?.references).toEqual(
      [],
    );
  });

  test('podman inspect', () => {
    const found = stored(input(text('inspect.json')));
    expect(found.find((one) => one.id === app)).toMatchObject({
      engine: 'podman',
      references: tags,
      architecture: 'x86_64',
    });
  });

  test.each(['tst2-ocidir', 'multi-oci', 'multi-oci2'])('OCI layout %s', (path) => {
    const found = native(folder(path));
    expect(found.format).toBe('image-archive');
    expect(found.items).toHaveLength(1);
  });

  test.each(['tst2-docker.tar', 'tst2-oci.tar'])('archive %s', (path) => {
    const found = stored(input(text(path)));
    expect(found.map(({ id, architecture }) => [id, architecture])).toEqual([[app, 'x86_64']]);
  });

  test('siftool texts agree with the file they are of', () => {
    const at = (name: string) => readFileSync(join(corpus, 'live/siftool-2.8.3', name));
    const whole = ImageFile.parse(native(input(at('a.sif'), 'a.sif')).items[0]?.facts);
    const told = ImageFile.parse(
      native(input(Buffer.concat([at('header.txt'), at('info2.txt')]), 'a.sif')).items[0]?.facts,
    );
    expect(told).toMatchObject({
      architecture: whole.architecture,
      uuid: whole.uuid,
      created: whole.created,
    });
    expect(told.objects).toEqual([whole.objects.find(({ id }) => id === 2)]);
    const listed = ImageFile.parse(native(input(at('list.txt'), 'a.sif')).items[0]?.facts);
    expect(listed.objects).toEqual(whole.objects.map((object) => ({ ...object, name: '' })));
    expect(whole).toMatchObject({
      definition: { from: 'debian:12' },
      architecture: 'aarch64',
      signed: false,
    });
  });
});
