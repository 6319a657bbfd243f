import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { FacetReading } from '../../server/facets/facet.ts';
import { readImageFile } from '../../server/facets/images/file.ts';
import { images } from '../../server/facets/images/index.ts';
import { wholeSource } from '../../server/facets/images/source.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { agentSession, runAgent, shells } from '../harness/agent.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { sifFile } from './images-make.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'gazetteer-images-'));
  made.push(path);
  return path;
}

/** Reads a folder of this machine with the real agent. */
function readFolder(
  path: string,
  shell: string[],
  env: Record<string, string> = {},
): FacetReading['roots'][number] {
  const session = agentSession({ facets: ['images'], roots: [{ facet: 'images', path }] }, shell, env);
  expect(session.complete).toBe(true);
  expect(session.damage).toEqual([]);
  const [evidence] = session.facets;
  if (!evidence) throw new Error('no facet');
  const root = images.read(evidence).roots.find((one) => one.path === path);
  if (!root) throw new Error('no root');
  return root;
}

const HOSTILE = [
  'plain.sif',
  'with space.sif',
  "o'clock.sif",
  '"$(touch pwned)`id`;&|<>*?[a].sif',
  '-n.sif',
  'back\\slash\\x41.sif',
  'tab\tnew\nline\n@gz 0000000000000000 end-root absent.sif',
  '\x1b[31mred.sif',
  '<script>alert(1)<script>.sif',
  'a=b.sif',
  '%s%n.sif',
];

describe.each(shells)('under %s', (...shell) => {
  test('hostile names arrive as data, and what the agent sends reads like the file itself', () => {
    const root = folder();
    // od leaves out repeated lines, of a long run of anything.
    const objects = [
      { type: 0x4003, id: 1, text: `{"k":"$(id) \\u0027 <b>${'x'.repeat(300)}","n":"${' '.repeat(99)}"}` },
    ];
    for (const name of HOSTILE) writeFileSync(join(root, name), sifFile({ objects }));
    writeFileSync(Buffer.from(`${root}/bad\xff.sif`, 'latin1'), sifFile({}));
    const found = readFolder(root, shell);
    expect(found.outcome).toBe('present');
    expect(found.unread).toEqual([]);
    // Bytes that are no text, and names that look as if they were such, come escaped (frames/text.ts).
    const shown = (name: string) => (name.includes('\\x41') ? name.replaceAll('\\', '\\\\') : name);
    expect(found.items.map((item) => item.path).sort()).toEqual(
      [...HOSTILE.map(shown), 'bad\\xff.sif'].sort(),
    );
    for (const name of HOSTILE) {
      const item = found.items.find((one) => one.path === shown(name));
      expect(item?.facts).toEqual(readImageFile(wholeSource(readFileSync(join(root, name))), shown(name)));
    }
    expect(readdirSync(root)).not.toContain('pwned');
  });

  test('a broken file is an unread entry and costs no other', () => {
    const root = folder();
    mkdirSync(join(root, 'deep/er'), { recursive: true });
    writeFileSync(join(root, 'a.sif'), sifFile({}));
    writeFileSync(join(root, 'deep/er/b.sif'), sifFile({}));
    writeFileSync(join(root, 'cut.sif'), sifFile({ objects: [{ type: 0x4003, id: 1, text: '{}' }] }));
    truncateSync(join(root, 'cut.sif'), 32177);
    writeFileSync(join(root, 'empty.sif'), '');
    writeFileSync(join(root, 'notes.sif'), 'not an image');
    writeFileSync(join(root, 'disk.img'), 'QFI\xfb');
    writeFileSync(join(root, 'README.md'), 'no image');
    symlinkSync('a.sif', join(root, 'link.sif'));
    symlinkSync('nowhere', join(root, 'dangling.sif'));
    symlinkSync('/', join(root, 'up'));
    const found = readFolder(root, shell);
    expect(found.items.map((item) => item.path).sort()).toEqual(['a.sif', 'deep/er/b.sif', 'link.sif']);
    expect([...found.unread].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { reason: 'truncated', path: 'cut.sif' },
      { reason: 'vanished', path: 'dangling.sif' },
      { reason: 'unrecognised', path: 'disk.img' },
      { reason: 'corrupt', path: 'empty.sif' },
      { reason: 'corrupt', path: 'notes.sif' },
    ]);
  });

  test('numbers that lie of places and sizes are found out, and quickly', () => {
    const root = folder();
    const lies: [number, bigint][] = [
      [96, 2n ** 60n],
      [96, 2n ** 31n],
      [104, 2n ** 62n],
      [88, 2n ** 40n],
      [4096 + 17, 2n ** 60n],
      [4096 + 25, 2n ** 60n],
      [4096 + 17, -1n],
    ];
    for (const [index, [at, value]] of lies.entries()) {
      const bytes = sifFile({ objects: [{ type: 0x4001, id: 1, text: 'bootstrap: docker\n' }] });
      bytes.writeBigInt64LE(value, at);
      writeFileSync(join(root, `${index}.sif`), bytes);
    }
    writeFileSync(join(root, 'whole.sif'), sifFile({}));
    const began = performance.now();
    const found = readFolder(root, shell);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(found.items.map((item) => item.path)).toEqual(['whole.sif']);
    expect(found.unread.map((one) => one.path)).toEqual(lies.map((_, index) => `${index}.sif`));
    for (const { reason } of found.unread) expect(['corrupt', 'truncated']).toContain(reason);
  });

  test('sandboxes, by mark and by shape, are not walked', () => {
    const root = folder();
    mkdirSync(join(root, 'box/.singularity.d'), { recursive: true });
    writeFileSync(join(root, 'box/.singularity.d/labels.json'), '{"a":"1"}');
    writeFileSync(join(root, 'box/.singularity.d/Singularity'), 'bootstrap: docker\nfrom: debian:12\n');
    writeFileSync(join(root, 'box/inside.sif'), sifFile({}));
    for (const part of ['usr/bin', 'etc', 'bin'])
      mkdirSync(join(root, 'tree.sif', part), { recursive: true });
    const elf = Buffer.alloc(64);
    elf.write('\x7fELF\x02\x01\x01', 'latin1');
    elf.writeUInt16LE(183, 18);
    writeFileSync(join(root, 'tree.sif/usr/bin/env'), elf);
    const found = readFolder(root, shell);
    expect(found.items.map((item) => [item.path, item.facts])).toEqual([
      [
        'box',
        {
          kind: 'images.sandbox',
          name: 'box',
          marker: 'singularity.d',
          architecture: 'unknown',
          writable: true,
          configDigest: '',
          definition: { bootstrap: 'docker', from: 'debian:12', recipe: false },
          labels: [{ name: 'a', value: '1' }],
        },
      ],
      [
        'tree.sif',
        {
          kind: 'images.sandbox',
          name: 'tree.sif',
          marker: 'tree',
          architecture: 'aarch64',
          writable: true,
          configDigest: '',
          definition: null,
          labels: [],
        },
      ],
    ]);
  });

  test('a link to a folder is an image when that is one, and never a way out', () => {
    const root = folder();
    const away = folder();
    const hex = `ab${'e'.repeat(62)}`;
    mkdirSync(join(away, '.flat/ab', hex, '.singularity.d'), { recursive: true });
    for (const part of ['etc', 'usr']) mkdirSync(join(away, '.flat/cd', hex, part), { recursive: true });
    writeFileSync(join(away, 'never.sif'), sifFile({}));
    symlinkSync(join(away, '.flat/ab', hex), join(root, 'python:3.11'));
    symlinkSync(join(away, '.flat/cd', hex), join(root, 'old:1'));
    symlinkSync('/', join(root, 'host'));
    symlinkSync(away, join(root, 'away'));
    symlinkSync('.', join(root, 'loop'));
    const found = readFolder(root, shell);
    expect(found.unread).toEqual([]);
    expect(found.items.map((item) => [item.path, item.facts])).toMatchObject([
      ['old:1', { marker: 'tree', configDigest: '' }],
      ['python:3.11', { marker: 'singularity.d', configDigest: hex }],
    ]);
  });

  test('a cache of Apptainer anywhere: files without endings by what they are, and its layers as images', () => {
    const root = folder();
    for (const part of ['oci-tmp', 'library', 'net', 'blob/blobs/sha256'])
      mkdirSync(join(root, part), { recursive: true });
    const hex = 'ab'.repeat(32);
    const definition = 'bootstrap: docker\nfrom: quay.io/biocontainers/samtools:1.17--h00cdaf9_0\n';
    writeFileSync(
      join(root, 'oci-tmp', hex),
      sifFile({ objects: [{ type: 0x4001, id: 1, text: definition }] }),
    );
    writeFileSync(join(root, 'library', `sha256.${hex}`), sifFile({}));
    writeFileSync(join(root, 'net', 'page'), '<html>');
    const config = 'cd'.repeat(32);
    writeFileSync(join(root, 'blob/oci-layout'), '{}');
    writeFileSync(
      join(root, 'blob/index.json'),
      JSON.stringify({
        manifests: [
          { digest: `sha256:${hex}`, annotations: { 'org.opencontainers.image.ref.name': config } },
        ],
      }),
    );
    writeFileSync(
      join(root, 'blob/blobs/sha256', hex),
      JSON.stringify({ config: { digest: `sha256:${config}` } }),
    );
    writeFileSync(join(root, 'blob/blobs/sha256', config), '{"architecture":"amd64","os":"linux"}');
    const found = readFolder(root, shell);
    expect(found.unread).toEqual([]);
    const offered = found.items.map((item) => [
      item.path,
      images.offerings(item.facts, item.path).map(({ tool, version }) => `${tool} ${version}`),
    ]);
    expect(offered).toEqual([
      ['blob', []],
      [`library/sha256.${hex}`, []],
      [`oci-tmp/${hex}`, ['samtools 1.17']],
    ]);
    expect(found.items[0]?.facts).toMatchObject({
      engine: 'oci',
      references: [],
      architecture: 'x86_64',
      id: config,
    });
  });

  test('images of enroot and Charliecloud are squashfs under endings of their own', () => {
    const root = folder();
    const squashfs = Buffer.alloc(4096);
    squashfs.write('hsqs');
    squashfs.writeUInt16LE(4, 28);
    squashfs.writeBigUInt64LE(4096n, 40);
    for (const name of ['nvidia+pytorch+23.10-py3.sqsh', 'x.sqfs', 'data.squash'])
      writeFileSync(join(root, name), squashfs);
    expect(readFolder(root, shell).items.map((item) => [item.path, item.facts])).toMatchObject([
      ['nvidia+pytorch+23.10-py3.sqsh', { format: 'squashfs', formatVersion: '4.0' }],
      ['x.sqfs', { format: 'squashfs' }],
    ]);
  });

  test('digests of the files it is asked for, and of no others', () => {
    const root = folder();
    const names = ['a.sif', "o'clock $(x).sif", 'other.sif'];
    for (const name of names)
      writeFileSync(join(root, name), sifFile({ objects: [{ type: 0x4003, id: 1, text: name }] }));
    const asked = [...names.slice(0, 2), 'missing.sif'].map((name) => join(root, name));
    const settings = {
      facets: ['images'],
      roots: [{ facet: 'images', path: root }],
      digests: [...asked, '/etc/passwd'],
    };
    const [evidence] = agentSession(settings, shell).facets;
    const found = evidence && images.read(evidence).roots.find((one) => one.path === root);
    expect(found?.items).toHaveLength(3);
    expect(found?.digests).toEqual(
      names.slice(0, 2).map((path) => ({
        path,
        sha256: createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex'),
      })),
    );
  });

  test('an OCI layout: no layer and no secret leaves the node', () => {
    const root = folder();
    const blobs = join(root, 'layout/blobs/sha256');
    mkdirSync(blobs, { recursive: true });
    const put = (text: string) => {
      const hex = createHash('sha256').update(text).digest('hex');
      writeFileSync(join(blobs, hex), text);
      return hex;
    };
    const asks = 'cuda>=12.4 brand=tesla,driver>=470';
    const env = ['PATH=/hidden', 'CUDA_VERSION=12.4.1', 'TOKEN=hidden "x\\"]', `NVIDIA_REQUIRE_CUDA=${asks}`];
    const history = [{ created_by: 'ENV TOKEN=hidden' }];
    const config = put(
      JSON.stringify({ architecture: 'arm64', os: 'linux', config: { Env: env }, history }, null, 1),
    );
    const layer = put('hidden layer');
    const manifest = put(
      JSON.stringify({
        config: { digest: `sha256:${config}` },
        layers: [{ digest: `sha256:${layer}`, size: 12 }],
      }),
    );
    writeFileSync(join(root, 'layout/oci-layout'), '{}');
    writeFileSync(
      join(root, 'layout/index.json'),
      JSON.stringify({ manifests: [{ digest: `sha256:${manifest}` }] }),
    );
    const raw = runAgent({ facets: ['images'], roots: [{ facet: 'images', path: root }] }, shell);
    expect(raw.toString()).not.toContain('hidden');
    const [item, beside] = readFolder(root, shell).items;
    expect(beside).toMatchObject({
      path: 'layout/settings',
      facts: {
        kind: 'images.settings',
        settings: [
          { name: 'CUDA_VERSION', value: '12.4.1' },
          { name: 'NVIDIA_REQUIRE_CUDA', value: asks },
        ],
      },
    });
    expect(item).toMatchObject({
      path: 'layout',
      facts: { engine: 'oci', id: config, manifestDigest: manifest, architecture: 'aarch64', size: 12 },
    });
  });

  test('a folder that is not there is not known to be gone', () => {
    const root = join(folder(), 'missing');
    expect(readFolder(root, shell)).toMatchObject({ outcome: 'failed', reason: 'root-missing' });
  });

  test('objects behind the file system are fetched, and the file system is not', () => {
    const root = folder();
    const secret = 'FILESYSTEMBYTES'.repeat(5000);
    writeFileSync(
      join(root, 'x.sif'),
      sifFile({
        objects: [
          { type: 0x4004, id: 1, text: `hsqs${secret}`, partition: { fs: 1, use: 2, arch: '02' } },
          { type: 0x4001, id: 2, text: 'bootstrap: docker\nfrom: alpine:3\n' },
        ],
      }),
    );
    const raw = runAgent({ facets: ['images'], roots: [{ facet: 'images', path: root }] }, shell);
    const [item] = decodeFrames(raw).facets[0]?.roots.find((one) => one.path === root)?.items ?? [];
    const head = item?.parts[0]?.bytes.toString() ?? '';
    expect(head).toContain(Buffer.from('alpine').toString('hex').slice(0, 6));
    expect(head).not.toContain(Buffer.from('SYSTEM').toString('hex'));
    expect(readFolder(root, shell).items[0]?.facts).toMatchObject({ definition: { from: 'alpine:3' } });
  });
});

test.skipIf(process.getuid?.() === 0)('what this account may not read is unread, not gone', () => {
  const root = folder();
  writeFileSync(join(root, 'a.sif'), sifFile({}));
  chmodSync(join(root, 'a.sif'), 0);
  expect(readFolder(root, ['sh'])).toMatchObject({
    items: [],
    unread: [{ reason: 'permission', path: 'a.sif' }],
  });
});

test.skipIf(!hasCorpus)('the agent sends enough: every corpus image reads as from the whole file', () => {
  const found = readFolder(join(corpus, 'sif'), ['sh']);
  const live = readFolder(join(corpus, 'live/siftool-2.8.3'), ['sh']);
  expect(found.unread).toEqual([]);
  expect(found.items.length).toBeGreaterThan(30);
  for (const { root, item } of [found, live].flatMap((root) => root.items.map((item) => ({ root, item })))) {
    const path = join(root.path, item.path);
    const name = item.path.slice(item.path.lastIndexOf('/') + 1);
    expect(item.facts).toEqual(readImageFile(wholeSource(readFileSync(path)), name));
  }
});

test('two runs over an unchanged folder give the same evidence', () => {
  const root = folder();
  writeFileSync(join(root, 'a.sif'), sifFile({ objects: [{ type: 0x4003, id: 1, text: '{}' }] }));
  expect(readFolder(root, ['sh'])).toEqual(readFolder(root, ['sh']));
});

describe('variables that an image sets', () => {
  const hex = (digit: string) => digit.repeat(64);
  const blob = (id: number, digest: string, text: string) => ({
    type: 0x400b,
    id,
    text,
    digest: `sha256:${digest}`,
  });
  const ENV = [
    'TOKEN=hidden"\\\\',
    'CUDA_VERSION=12.4.1',
    'A=\\',
    'NVIDIA_REQUIRE_CUDA=cuda>=12.4 brand=tesla',
    'PATH=/hidden',
  ];
  const config = {
    created: '2024-03-18T09:12:44Z',
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ENV, Cmd: ['"Env":['], Labels: { k: 'v' } },
    history: [{ created_by: 'RUN export KEY=hidden', empty_layer: true }, { created_by: '' }],
    rootfs: { type: 'layers', diff_ids: [`sha256:${hex('d')}`] },
  };
  const inspect = {
    data: {
      attributes: {
        labels: { from: 'inspect' },
        environment: { '/.singularity.d/env/10.sh': 'export S="hidden"' },
      },
    },
    type: 'container',
  };
  const json = (name: string, id: number, value: unknown) => ({
    type: 0x4006,
    id,
    name,
    text: `${JSON.stringify(value)}\0\0`,
  });

  test.each(shells.map((shell) => [shell.join(' '), shell]))(
    'are told where they decide where it runs, and else not even sent, under %s',
    (_, shell) => {
      const path = folder();
      const ociSif = sifFile({
        arch: '00',
        objects: [
          blob(1, hex('c'), 'layer'),
          // With spaces, as no program writes it.
          blob(2, hex('b'), JSON.stringify(config, null, 1)),
          blob(
            3,
            hex('a'),
            `{"config":{"digest":"sha256:${hex('b')}"},"layers":[{"digest":"sha256:${hex('c')}"}]}`,
          ),
          { type: 0x400a, id: 4, text: `{"manifests":[{"digest":"sha256:${hex('a')}"}]}` },
        ],
      });
      writeFileSync(join(path, 'oci.sif'), ociSif);
      const native = [json('oci-config.json', 1, config), json('inspect-metadata.json', 2, inspect)];
      writeFileSync(join(path, 'native.sif'), sifFile({ objects: native }));
      writeFileSync(
        join(path, 'cut.sif'),
        sifFile({ objects: [{ ...json('x', 1, ''), text: '{"Env":["TOKEN=hidden' }] }),
      );
      const [evidence] = agentSession(
        { facets: ['images'], roots: [{ facet: 'images', path }] },
        shell,
      ).facets;
      if (!evidence) throw new Error('no facet');
      const heads = evidence.roots.flatMap((root) =>
        root.items.flatMap((item) => item.parts.map(({ bytes }) => bytes.toString())),
      );
      const sent = heads.map((head) =>
        Buffer.from([...head.matchAll(/^\d+ ([0-9a-f]+)$/gm)].map((row) => row[1]).join(''), 'hex').toString(
          'latin1',
        ),
      );
      expect(sent.join('')).toContain('CUDA_VERSION=12.4.1');
      expect(sent.join('')).not.toContain('hidden');
      const items = images.read(evidence).roots.find((root) => root.path === path)?.items ?? [];
      const factsOf = (name: string) => items.find((item) => item.path === name)?.facts;
      expect(factsOf('oci.sif')).toMatchObject({
        format: 'oci-sif',
        architecture: 'x86_64',
        labels: [{ name: 'k', value: 'v' }],
      });
      expect(factsOf('oci.sif/settings')).toEqual({
        kind: 'images.settings',
        settings: [
          { name: 'CUDA_VERSION', value: '12.4.1' },
          { name: 'NVIDIA_REQUIRE_CUDA', value: 'cuda>=12.4 brand=tesla' },
        ],
      });
      expect(factsOf('native.sif')).toMatchObject({
        format: 'sif',
        labels: [{ name: 'from', value: 'inspect' }],
      });
      expect(factsOf('native.sif/settings')).toBeUndefined();
      expect(factsOf('cut.sif')).toMatchObject({ format: 'sif' });
    },
  );
});
