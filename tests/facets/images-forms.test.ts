import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NativeInput } from '../../server/facets/facet.ts';
import { images } from '../../server/facets/images/index.ts';
import type { ImageFile, StoredImage } from '../../server/facets/images/schema.ts';

const input = (text: string, name = 'x'): NativeInput => ({
  name,
  files: [{ path: name, bytes: Buffer.from(text) }],
});

function read(text: string) {
  const of = input(text);
  const form = images.natives.find((one) => one.recognise(of));
  const reading = form?.parse(of);
  const items = reading?.roots[0]?.items ?? [];
  return { format: form?.format, outcome: reading?.outcome, problems: reading?.problems, items };
}

const HEX = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);

// Written after github.com/sylabs/sif 1.0.9, pkg/sif/fmt.go and internal/app/siftool/info.go.
const SIFTOOL_1_LIST = `Container id: 3d3e4a1b-9c1d-4a6c-8f5e-0a1b2c3d4e5f
Created on:   2019-05-07 14:03:02 +0200 CEST
Modified on:  2019-05-07 14:03:05 +0200 CEST
----------------------------------------------------
Descriptor list:
ID   |GROUP   |LINK    |SIF POSITION (start-end)  |TYPE
------------------------------------------------------------------------------
1    |1       |NONE    |32768-32830               |Def.FILE
2    |1       |NONE    |36864-1753088             |FS (Encrypted squashfs/*System/ppc64le)
3    |NONE    |4026531841 |1753088-1754043           |Signature (SHA384)
`;
const SIFTOOL_1_HEADER =
  'Launch:   #!/usr/bin/env run-singularity\n\0\nMagic:    SIF_MAGIC\0\nVersion:  01\0\nArch:     arm64\nID:       3d3e4a1b-9c1d-4a6c-8f5e-0a1b2c3d4e5f\n' +
  'Ctime:    2019-05-07 14:03:02 +0530 +0530\nMtime:    2019-05-07 12:03:02 +0000 UTC\nDfree:    45\nDtotal:   48\nDescoff:  4096\nDescrlen: 27KB\nDataoff:  32768\nDatalen:  1MB\n';
const SIFTOOL_1_INFO = `Descr slot#: 2
  Datatype:  Signature
  ID:        3
  Used:      true
  Groupid:   NONE
  Link:      1 (G)
  Fileoff:   1753088
  Filelen:   955
  Ctime:     2019-05-07 12:03:02 +0000 UTC
  Name:      part-signature\0\0
  Hashtype:  SHA384
  Entity:    AB12AB12AB12AB12AB12AB12AB12AB12AB12AB12
`;

test.each<[string, string, Partial<ImageFile>, object[]]>([
  [
    'list',
    SIFTOOL_1_LIST,
    {
      uuid: '3d3e4a1b-9c1d-4a6c-8f5e-0a1b2c3d4e5f',
      created: '2019-05-07T12:03:02Z',
      architecture: 'ppc64le',
      encrypted: true,
      signed: true,
    },
    [
      { type: 'definition', group: 1, offset: 32768, size: 62 },
      { type: 'partition', fileSystem: 'encrypted-squashfs', use: 'primary' },
      { type: 'signature', hash: 'sha384', group: 0, link: 1, linksGroup: true },
    ],
  ],
  [
    'header',
    SIFTOOL_1_HEADER,
    {
      launch: '#!/usr/bin/env run-singularity',
      formatVersion: '01',
      architecture: 'aarch64',
      created: '2019-05-07T08:33:02Z',
      modified: '2019-05-07T12:03:02Z',
      descriptors: 48,
    },
    [],
  ],
  [
    'info',
    SIFTOOL_1_INFO,
    { signed: true },
    [
      {
        id: 3,
        name: 'part-signature',
        link: 1,
        linksGroup: true,
        format: 'pgp',
        fingerprint: 'ab12'.repeat(10),
      },
    ],
  ],
])('siftool 1: %s', (_, text, facts, objects) => {
  const found = read(text);
  expect(found.format).toBe('siftool');
  expect(found.items[0]?.facts).toMatchObject({ format: 'sif', ...facts, objects });
});

const LABELS = {
  'org.label-schema.build-arch': 'arm64',
  'org.label-schema.build-date': 'Friday_24_November_2023_9:01:12_UTC',
  'org.label-schema.usage.singularity.deffile.bootstrap': 'docker',
  'org.label-schema.usage.singularity.deffile.from': 'rocker/r-ver:4.3.1',
  maintainer: 'a: b',
};
const LABEL_TEXT = Object.entries(LABELS)
  .map(([name, value]) => `${name}: ${value}\n`)
  .join('');
const DEFFILE = 'Bootstrap: docker\nFrom: ubuntu:22.04\n%post\n  x: y\n';
const LABELLED = {
  format: 'unknown',
  architecture: 'aarch64',
  created: '2023-11-24T09:01:12Z',
  definition: { bootstrap: 'docker', from: 'rocker/r-ver:4.3.1' },
  labels: expect.arrayContaining([{ name: 'maintainer', value: 'a: b' }]) as unknown,
};
const DEFINED = { definition: { bootstrap: 'docker', from: 'ubuntu:22.04', recipe: true } };

test.each([
  ['text', LABEL_TEXT, LABELLED],
  ['JSON', JSON.stringify({ data: { attributes: { labels: LABELS } }, type: 'container' }), LABELLED],
  ['JSON of 3.0', JSON.stringify({ attributes: { labels: LABELS }, type: 'container' }), LABELLED],
  [
    'JSON of 3.5',
    JSON.stringify({ data: { attributes: { labels: { 'system-partition': LABELS } } }, type: 'container' }),
    LABELLED,
  ],
  ['JSON of 2.x', JSON.stringify(LABELS, null, 4), LABELLED],
  [
    'all',
    JSON.stringify({
      data: {
        attributes: { labels: LABELS, deffile: DEFFILE, environment: { '/a.sh': 'export TOKEN=secret' } },
      },
      type: 'container',
    }),
    { ...LABELLED, ...DEFINED },
  ],
  ['--deffile', DEFFILE, DEFINED],
  ['sections of 3.0', `==deffile==\n${DEFFILE}\n==labels==\n${LABEL_TEXT}`, { ...LABELLED, ...DEFINED }],
])('apptainer inspect: %s', (_, text, facts) => {
  const found = read(text);
  expect(found).toMatchObject({ format: 'apptainer-inspect', outcome: 'present' });
  expect(found.items[0]?.facts).toMatchObject(facts);
  // Environment is read by nobody.
  expect(JSON.stringify(found.items[0]?.facts)).not.toContain('secret');
});

const VERBOSE = `NAME                     DATE CREATED           SIZE             TYPE
0e2a1b7a6cbd1e          2023-11-24 09:01:12    14.00 KiB        blob
sha256.0e2a1b7a6cbd1e0 2023-11-24 09:01:12    28.11 MiB        library
ubuntu_22.04.sif        2023-11-24 09:01:12    28.11 MiB        oci-tmp

There are 2 container file(s) using 56.22 MiB and 1 oci blob file(s) using 14.00 KiB of space
Total space used: 56.23 MiB
`;

describe('apptainer cache list', () => {
  test('verbose: images by name, layers not', () => {
    const found = read(VERBOSE);
    expect(found).toMatchObject({ format: 'apptainer-cache', outcome: 'present', problems: [] });
    expect(found.items.map(({ path }) => path)).toEqual([
      'library/sha256.0e2a1b7a6cbd1e0...2',
      'oci-tmp/ubuntu_22.04.sif',
    ]);
  });
  test('a count is no list, unless it is none', () => {
    const count = (n: number) =>
      `There are ${n} container file(s) using 1.00 MiB and 3 oci blob file(s) using 1 MiB of space\nTotal space used: 1 MiB\n`;
    expect(read(count(2))).toMatchObject({ format: 'apptainer-cache', outcome: 'failed' });
    expect(read(count(0))).toMatchObject({ format: 'apptainer-cache', outcome: 'present', items: [] });
  });
});

const PLATFORM = { architecture: 'arm64', os: 'linux', variant: 'v8' };
const LIST = {
  schemaVersion: 2,
  manifests: [
    { digest: `sha256:${HEX}`, platform: PLATFORM },
    {
      digest: `sha256:${OTHER}`,
      platform: { architecture: 'unknown', os: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    },
  ],
};
const MANIFEST = {
  schemaVersion: 2,
  config: { digest: `sha256:${HEX}` },
  layers: [{ size: 3 }, { size: 4 }],
};
const CONFIG = {
  ...PLATFORM,
  created: '2023-11-24T09:01:12.5Z',
  rootfs: {},
  config: { Labels: { a: 'b' }, Env: ['T=secret'] },
};

test.each<[string, unknown, Partial<StoredImage>[]]>([
  [
    'a list, without what BuildKit attests',
    LIST,
    [{ platforms: [{ architecture: 'aarch64', os: 'linux', variant: 'v8', digest: HEX }] }],
  ],
  ['a manifest', MANIFEST, [{ id: HEX, configDigest: HEX, size: 7 }]],
  [
    'a configuration',
    CONFIG,
    [
      {
        architecture: 'aarch64',
        os: 'linux',
        variant: 'v8',
        created: '2023-11-24T09:01:12Z',
        labels: [{ name: 'a', value: 'b' }],
      },
    ],
  ],
  [
    'docker manifest inspect --verbose',
    [
      {
        Ref: 'docker.io/library/a:1',
        Descriptor: { digest: `sha256:${OTHER}`, platform: PLATFORM },
        SchemaV2Manifest: MANIFEST,
      },
    ],
    [
      {
        id: HEX,
        manifestDigest: OTHER,
        references: ['docker.io/library/a:1'],
        architecture: 'aarch64',
        size: 7,
      },
    ],
  ],
  [
    'skopeo inspect',
    {
      Name: 'quay.io/a/b',
      Digest: `sha256:${HEX}`,
      RepoTags: ['1', '2'],
      Created: '2023-11-24T09:01:12Z',
      Labels: null,
      Architecture: 'ppc64le',
      Os: 'linux',
      Layers: [],
      Env: ['T=secret'],
    },
    [
      {
        manifestDigest: HEX,
        references: [],
        repoDigests: [`quay.io/a/b@sha256:${HEX}`],
        architecture: 'ppc64le',
      },
    ],
  ],
  [
    'a first schema',
    {
      schemaVersion: 1,
      name: 'a/b',
      tag: '1',
      architecture: 'amd64',
      fsLayers: [],
      history: [{ v1Compatibility: '{"os":"linux","created":"2015-01-02T03:04:05Z"}' }],
    },
    [{ references: ['a/b:1'], architecture: 'x86_64', created: '2015-01-02T03:04:05Z' }],
  ],
  [
    'the index of a layout',
    {
      schemaVersion: 2,
      manifests: [{ digest: `sha256:${HEX}`, annotations: { 'org.opencontainers.image.ref.name': 'a:1' } }],
    },
    [{ manifestDigest: HEX, references: ['a:1'], platforms: [] }],
  ],
])('registries: %s', (_, value, facts) => {
  const found = read(JSON.stringify(value, null, 2));
  expect(found).toMatchObject({ format: 'image-manifest', outcome: 'present' });
  expect(found.items.map((item) => item.facts)).toEqual(
    facts.map((one) => expect.objectContaining(one) as unknown),
  );
  for (const { facts, path } of found.items) {
    // What a registry has is nowhere here.
    expect(images.offerings(facts, path)).toEqual([]);
    expect(JSON.stringify(facts)).not.toContain('secret');
  }
});

const TREE = `IMAGE                 ID             DISK USAGE   CONTENT SIZE   EXTRA
alpine:3.20           beefdbd8a1da       13.6MB         4.17MB    U
alpine:latest
├─ linux/amd64        33735bd63cf8       13.6MB         4.17MB
└─ linux/arm/v6       50f635c8b04d           0B             0B

very/long/name/tha... 0123456789ab       13.6MB         4.17MB
`;

test.each<[string, string, string, Partial<StoredImage>[]]>([
  [
    "docker's tree",
    TREE,
    'image-table',
    [
      {
        id: 'beefdbd8a1da',
        engine: 'docker',
        platforms: [
          { os: 'linux', architecture: 'x86_64', variant: '', digest: '' },
          { os: 'linux', architecture: 'arm', variant: 'v6', digest: '' },
        ],
      },
    ],
  ],
  [
    'podman, with a column for read-only stores',
    'REPOSITORY                TAG         IMAGE ID      CREATED      SIZE        R/O\nquay.io/podman/hello      latest      5dd467fce50b  7 weeks ago  787 kB      true\n',
    'image-table',
    [{ engine: 'podman', id: '5dd467fce50b', references: ['quay.io/podman/hello:latest'] }],
  ],
  [
    'docker, names with a registry only',
    'REPOSITORY             TAG       IMAGE ID       CREATED       SIZE\nquay.io/podman/hello   latest    5dd467fce50b   7 weeks ago   787kB\n',
    'image-table',
    [{ engine: 'docker', id: '5dd467fce50b', references: ['quay.io/podman/hello:latest'] }],
  ],
  [
    'buildah',
    JSON.stringify([
      {
        id: HEX,
        names: ['localhost/a:1'],
        digest: `sha256:${OTHER}`,
        createdat: '2 days ago',
        createdatraw: '2023-11-24T09:01:12Z',
      },
    ]),
    'buildah-images',
    [
      {
        engine: 'podman',
        id: HEX,
        configDigest: HEX,
        manifestDigest: OTHER,
        references: ['localhost/a:1'],
        created: '2023-11-24T09:01:12Z',
      },
    ],
  ],
  [
    'crictl',
    JSON.stringify({
      images: [{ id: `sha256:${HEX}`, repoTags: ['a:1'], repoDigests: [`a@sha256:${OTHER}`], size: '42' }],
    }),
    'cri-images',
    [{ id: HEX, references: ['a:1'], size: 42 }],
  ],
  [
    'inspect of an image and a container',
    JSON.stringify([
      { Id: HEX, RootFS: {}, RepoTags: ['a:1'], Architecture: 'amd64' },
      { Id: OTHER, Config: {}, State: {}, Image: HEX },
    ]),
    'image-inspect',
    [{ id: HEX, references: ['a:1'], architecture: 'x86_64' }],
  ],
  [
    'podman 1',
    JSON.stringify([
      {
        id: HEX,
        names: ['docker.io/library/a:1'],
        digest: `sha256:${OTHER}`,
        created: '2019-11-24T09:01:12.5Z',
        size: 42,
      },
    ]),
    'buildah-images',
    [{ engine: 'podman', id: HEX, manifestDigest: OTHER, created: '2019-11-24T09:01:12Z', size: 42 }],
  ],
  [
    "docker's socket",
    JSON.stringify([
      {
        Id: `sha256:${HEX}`,
        RepoTags: ['a:1'],
        RepoDigests: [`a@sha256:${OTHER}`],
        Created: 1700816472,
        Size: 42,
        Labels: { a: 'b' },
      },
    ]),
    'podman-images',
    [
      {
        engine: 'docker',
        id: HEX,
        configDigest: HEX,
        manifestDigest: OTHER,
        created: '2023-11-24T09:01:12Z',
        size: 42,
      },
    ],
  ],
  [
    "docker's socket, containerd store",
    JSON.stringify([
      {
        Id: `sha256:${HEX}`,
        RepoTags: ['a:1'],
        RepoDigests: [`a@sha256:${HEX}`],
        Created: 1700816472,
        Size: 42,
      },
    ]),
    'podman-images',
    [{ engine: 'docker', id: HEX, configDigest: '', manifestDigest: HEX }],
  ],
  [
    'nerdctl',
    JSON.stringify({
      ID: HEX.slice(0, 12),
      Repository: 'a',
      Tag: '1',
      Digest: `sha256:${OTHER}`,
      Platform: 'linux/arm64',
    }),
    'docker-images',
    [{ id: HEX.slice(0, 12), references: ['a:1'], architecture: 'aarch64', os: 'linux' }],
  ],
  ['podman, none', '[]\n', 'podman-images', []],
])('listings: %s', (_, text, format, facts) => {
  const found = read(text);
  expect(found).toMatchObject({ format, outcome: 'present' });
  const wanted = facts.map((one) => expect.objectContaining(one) as unknown);
  expect(found.items.slice(0, Math.max(facts.length, 1)).map((item) => item.facts)).toEqual(wanted);
});

test('the folder of a sandbox', () => {
  const elf = Buffer.alloc(64);
  elf.write('\x7fELF\x02\x01\x01', 'latin1');
  elf.writeUInt16LE(183, 18);
  const files = [
    { path: '.singularity.d/Singularity', bytes: Buffer.from(DEFFILE) },
    { path: '.singularity.d/labels.json', bytes: Buffer.from('{"a":"b"}') },
    { path: 'usr/bin/env', bytes: elf },
  ];
  const of = { name: 'box', files };
  const form = images.natives.find((one) => one.recognise(of));
  expect(form?.format).toBe('sandbox');
  expect(form?.parse(of).roots[0]?.items[0]?.facts).toMatchObject({
    ...DEFINED,
    name: 'box',
    architecture: 'aarch64',
    labels: [{ name: 'a', value: 'b' }],
  });
});

test('a bad line loses itself and is told with its place', () => {
  const row = (id: string) => JSON.stringify({ ID: id, Repository: 'a', Tag: id.slice(0, 2) });
  const found = read(`${row(HEX)}\n{"ID": bro\n${row(OTHER)}\n`);
  expect(found).toMatchObject({ format: 'docker-images', outcome: 'present' });
  expect(found.items.map(({ path }) => path)).toEqual([HEX, OTHER]);
  expect(found.problems).toMatchObject([{ line: 2, text: '{"ID": bro' }]);
});

test.each([
  ['', 'unreadable'],
  ['Error: choosing image instance: no image found in image index for architecture amd64\n', 'error'],
  [
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n',
    'permission',
  ],
  [
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
    'error',
  ],
])('an error is no empty list: %j', (text, reason) => {
  const of = input(text);
  const form = images.natives.find((one) => one.recognise(of));
  expect(form?.format).toBe('image-error');
  expect(form?.parse(of)).toMatchObject({
    outcome: 'failed',
    reason,
    roots: [{ outcome: 'failed', items: [] }],
  });
});

test('mutated listings never throw, and stay what their columns say', () => {
  const texts = [
    SIFTOOL_1_LIST,
    SIFTOOL_1_HEADER,
    SIFTOOL_1_INFO,
    LABEL_TEXT,
    DEFFILE,
    VERBOSE,
    TREE,
    JSON.stringify(LIST),
    JSON.stringify(MANIFEST),
    JSON.stringify(CONFIG),
    JSON.stringify({ data: { attributes: { labels: LABELS, deffile: DEFFILE } }, type: 'container' }),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(
        fc.tuple(
          fc.nat(2000),
          fc.constantFrom('', '\n', '|', ':', '0', 'x', '"', '{', '\0', '99999999999999999999'),
        ),
        {
          maxLength: 8,
        },
      ),
      (text, changes) => {
        let changed = text;
        for (const [at, piece] of changes) changed = changed.slice(0, at) + piece + changed.slice(at + 1);
        for (const { facts, path } of read(changed).items) {
          images.offerings(facts, path);
          const kind = images.kinds.find((one) => one.kind === facts.kind);
          expect(kind?.schema.safeParse(facts).success).toBe(true);
          for (const row of kind?.rows(facts) ?? []) for (const one of kind?.columns ?? []) one.of(row);
        }
      },
    ),
    { numRuns: 500 },
  );
});
