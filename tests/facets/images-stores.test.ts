import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageId, inspected, listedByPodman, mergedById } from '../../server/facets/images/engineJson.ts';
import { images } from '../../server/facets/images/index.ts';
import { StoredImage } from '../../server/facets/images/schema.ts';
import { jsonList, jsonOf, jsonText, jsonTexts, member } from '../../server/facets/images/values.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { needs } from '../harness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-stores-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readStore(path: string, shell: string[] = ['sh']) {
  const session = agentSession({ facets: ['images'], roots: [{ facet: 'images', path }] }, shell);
  const [evidence] = session.facets;
  if (!evidence) throw new Error('no facet');
  const reading = images.read(evidence);
  const root = reading.roots.find((one) => one.path === path);
  if (!root) throw new Error('no root');
  return { evidence, root };
}

const hasPodman = needs('podman', 'podman') && process.getuid?.() === 0;

describe.skipIf(!hasPodman)('a real podman store', () => {
  const store = join(folder, 'store');
  const podman = (...args: string[]) => {
    const options = ['--root', store, '--runroot', join(folder, 'run'), '--storage-driver=vfs'];
    const run = spawnSync(
      'podman',
      [...options, '--cgroup-manager=cgroupfs', '--events-backend=file', ...args],
      {
        encoding: 'utf8',
      },
    );
    if (run.status !== 0) throw new Error(`podman ${args[0]}: ${run.stderr}`);
    return run.stdout;
  };

  beforeAll(() => {
    const context = join(folder, 'context');
    mkdirSync(context);
    writeFileSync(join(context, 'hello'), 'hello\n');
    const recipe =
      'FROM scratch\nLABEL org.opencontainers.image.version="1.17" note="a b"\nCOPY hello /hello\n';
    writeFileSync(join(context, 'Containerfile'), recipe);
    podman(
      'build',
      '-t',
      'quay.io/biocontainers/samtools:1.17--h00cdaf9_0',
      '-t',
      'localhost/mine:2',
      context,
    );
    writeFileSync(join(context, 'Containerfile'), `${recipe}ENV A=b\n`);
    podman('build', '--platform', 'linux/arm64', '-t', 'localhost/arm:1', context);
  });

  const isImage = (item: { facts: { kind: string } }) => item.facts.kind !== 'images.settings';

  test.each(shells)('is read as podman lists it, under %s', (...shell) => {
    const { root } = readStore(store, shell);
    expect(root).toMatchObject({ kind: 'podman-store', outcome: 'present', unread: [] });
    const listed = jsonList(jsonOf(podman('images', '--format', 'json', '--no-trunc')));
    const ids = [...new Set(listed.map((record) => imageId(member(record, 'Id'))))];
    const stored = root.items.filter(isImage);
    expect(stored.map((item) => item.path).sort()).toEqual(ids.sort());
    // Beside each what it sets, of which nothing decides where it runs.
    const beside = root.items.filter((item) => !isImage(item));
    expect(beside.map(({ path, facts }) => [path, facts]).sort()).toEqual(
      ids.map((id) => [`${id}/settings`, { kind: 'images.settings', settings: [] }]).sort(),
    );
    for (const item of stored) {
      const facts = StoredImage.parse(item.facts);
      const [told] = jsonList(jsonOf(podman('image', 'inspect', item.path)));
      expect(facts).toMatchObject({
        references: jsonTexts(member(told, 'RepoTags')).sort(),
        architecture: { amd64: 'x86_64', arm64: 'aarch64' }[jsonText(member(told, 'Architecture'))],
        os: 'linux',
        size: member(told, 'Size'),
        manifestDigest: jsonText(member(told, 'Digest')).replace('sha256:', ''),
        configDigest: item.path,
        created: `${jsonText(member(told, 'Created')).slice(0, 19)}Z`,
      });
      expect(facts.labels).toContainEqual({ name: 'note', value: 'a b' });
    }
    const tagged = stored.map((item) => StoredImage.parse(item.facts)).filter((one) => one.references.length);
    expect(tagged.map((one) => [one.references.join(' '), one.architecture]).sort()).toEqual([
      ['localhost/arm:1', 'aarch64'],
      ['localhost/mine:2 quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'x86_64'],
    ]);
  });

  test('what an item was read from is enough to read it again', () => {
    const { root, evidence } = readStore(store);
    const [whole] = evidence.roots.filter((one) => one.path === store);
    if (!whole) throw new Error('no root');
    for (const item of root.items.filter(isImage)) {
      const alone = { ...whole, parts: [], items: [{ path: item.path, parts: item.evidence.parts }] };
      const again = images.read({ ...evidence, roots: [alone] });
      expect(again.roots[0]?.items.filter(isImage).map(({ path, facts }) => [path, facts])).toEqual([
        [item.path, item.facts],
      ]);
    }
  });

  test('a manifest list without this architecture hides nothing, as it does for podman', () => {
    podman('manifest', 'create', 'localhost/list:1');
    const run = () => podman('images', '--format', 'json');
    expect(run).toThrow(/no image found/);
    const { root } = readStore(store);
    const names = root.items.filter(isImage).flatMap((item) => StoredImage.parse(item.facts).references);
    expect(names).toEqual(
      expect.arrayContaining(['localhost/list:1', 'localhost/arm:1', 'localhost/mine:2']),
    );
  });

  test('looking changes nothing in the store', () => {
    const before = readdirSync(store, { recursive: true }).length;
    readStore(store);
    expect(readdirSync(store, { recursive: true }).length).toBe(before);
  });

  test('a list that is broken says nothing of what is there', () => {
    const broken = join(folder, 'broken');
    mkdirSync(join(broken, 'vfs-images'), { recursive: true });
    writeFileSync(join(broken, 'vfs-images/images.json'), '[{"id":"');
    expect(readStore(broken).root).toMatchObject({ outcome: 'failed', reason: 'unreadable', items: [] });
  });
});

test('no store is made by looking', () => {
  const home = join(folder, 'home');
  mkdirSync(home);
  agentSession({ facets: ['images'] }, ['sh'], { HOME: home });
  expect(readdirSync(home)).toEqual([]);
});

const canDrop = process.getuid?.() === 0 && needs('setpriv', 'util-linux');

test.skipIf(!canDrop)('a store and files of others are failed and unread: permission', () => {
  const other = mkdtempSync(join(tmpdir(), 'gazetteer-other-'));
  try {
    spawnSync('chmod', ['755', other]);
    mkdirSync(join(other, 'containers/storage'), { recursive: true, mode: 0o755 });
    mkdirSync(join(other, 'containers/storage/overlay-images'), { mode: 0o700 });
    mkdirSync(join(other, 'pics/closed'), { recursive: true });
    writeFileSync(join(other, 'pics/a.sif'), 'x', { mode: 0o600 });
    spawnSync('chmod', ['700', join(other, 'pics/closed')]);
    const shell = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'];
    expect(readStore(join(other, 'containers/storage'), shell).root).toMatchObject({
      kind: 'podman-store',
      outcome: 'failed',
      reason: 'permission',
    });
    const pics = readStore(join(other, 'pics'), shell).root;
    expect(pics).toMatchObject({ outcome: 'present', items: [] });
    expect(pics.unread).toEqual([
      { reason: 'permission', path: 'a.sif' },
      { reason: 'permission', path: 'closed' },
    ]);
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

describe('docker', () => {
  const hex = 'ab'.repeat(32);
  const record = {
    Id: `sha256:${hex}`,
    RepoTags: ['ubuntu:22.04'],
    RepoDigests: [`ubuntu@sha256:${'cd'.repeat(32)}`],
    Created: '2024-02-27T18:52:59.12345Z',
    Architecture: 'amd64',
    Os: 'linux',
    Size: 77_800_000,
    Config: { Labels: { 'org.opencontainers.image.version': '22.04' } },
  };

  function recorded(files: Record<string, string>) {
    const root = mkdtempSync(join(folder, 'node-'));
    mkdirSync(join(root, '.gazetteer/run'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, '.gazetteer/run', name), text);
    const [evidence] = agentSession({ facets: ['images'], root }).facets;
    if (!evidence) throw new Error('no facet');
    return images.read(evidence).roots[0];
  }

  test('ids, then what inspect says of each', () => {
    const root = recorded({
      'docker-image-ids.out': `sha256:${hex}\nsha256:${hex}\n`,
      'docker-image-inspect.out': JSON.stringify([record]),
    });
    expect(root).toMatchObject({ kind: 'docker-store', outcome: 'present' });
    expect(root?.items.map((item) => item.facts)).toEqual([
      {
        kind: 'images.stored',
        engine: 'docker',
        id: hex,
        references: ['ubuntu:22.04'],
        repoDigests: [`ubuntu@sha256:${'cd'.repeat(32)}`],
        manifestDigest: 'cd'.repeat(32),
        configDigest: hex,
        architecture: 'x86_64',
        variant: '',
        os: 'linux',
        size: 77_800_000,
        created: '2024-02-27T18:52:59Z',
        labels: [{ name: 'org.opencontainers.image.version', value: '22.04' }],
        platforms: [],
      },
      // Its configuration has no variables.
      { kind: 'images.settings', settings: [] },
    ]);
  });

  test('of what an image sets only what decides where it runs leaves the node', () => {
    const asks = 'cuda>=12.4 brand=tesla,driver>=470';
    const env = [
      'PATH=/hidden',
      'CUDA_VERSION=12.4.1',
      'TOKEN=hidden',
      `NVIDIA_REQUIRE_CUDA=${asks}`,
      'Z=hidden',
    ];
    const whole = { ...record, Config: { ...record.Config, Env: env } };
    const root = recorded({
      'docker-image-ids.out': `sha256:${hex}\n`,
      'docker-image-inspect.out': JSON.stringify([whole], null, 4),
    });
    expect(root?.items.map((item) => item.path)).toEqual([hex, `${hex}/settings`]);
    expect(root?.items[1]?.facts).toEqual({
      kind: 'images.settings',
      settings: [
        { name: 'CUDA_VERSION', value: '12.4.1' },
        { name: 'NVIDIA_REQUIRE_CUDA', value: asks },
      ],
    });
    expect(JSON.stringify(root?.items.map((item) => item.evidence.parts.map(String)))).not.toContain(
      'hidden',
    );
  });

  test.each([
    ['no images', { 'docker-image-ids.out': '' }, { outcome: 'present', items: [] }],
    [
      'a daemon that does not answer',
      { 'docker-image-ids.rc': '1\n' },
      { outcome: 'failed', reason: 'error' },
    ],
    [
      'inspect cut short',
      { 'docker-image-ids.out': hex, 'docker-image-inspect.out': '[{"Id":' },
      { outcome: 'failed', reason: 'unreadable', items: [] },
    ],
    [
      'an image that inspect does not tell',
      {
        'docker-image-ids.out': `${hex}\nsha256:${'12'.repeat(32)}\n`,
        'docker-image-inspect.out': JSON.stringify([record]),
        'docker-image-inspect.rc': '1\n',
      },
      {
        outcome: 'present',
        items: [{ path: hex }, { path: `${hex}/settings` }],
        unread: [{ reason: 'error', path: '12'.repeat(32) }],
      },
    ],
    [
      'inspect silent',
      { 'docker-image-ids.out': hex, 'docker-image-inspect.out': '', 'docker-image-inspect.rc': '1\n' },
      { outcome: 'failed' },
    ],
  ])('%s', (_, files, expected) => {
    expect(recorded(files)).toMatchObject(expected);
  });

  test('the containerd store names an image by its manifest', () => {
    const facts = inspected({ ...record, Descriptor: { digest: record.Id } }, 'docker');
    expect(facts).toMatchObject({ id: hex, configDigest: '', manifestDigest: hex });
  });
});

test('podman repeats an image once a tag, and has the tags in Names', () => {
  const record = {
    Id: 'ef'.repeat(32),
    RepoTags: null,
    Names: ['localhost/a:1', 'localhost/b:2'],
    Created: 0,
    Size: 5,
  };
  const rows = [record, record].map(listedByPodman).filter((one) => one !== null);
  expect(mergedById(rows)).toMatchObject([
    { references: ['localhost/a:1', 'localhost/b:2'], created: '1970-01-01T00:00:00Z', size: 5 },
  ]);
});

test.skipIf(!canDrop)('a closed docker socket is failed: permission', async () => {
  const socket = join(folder, 'closed.sock');
  const server = createServer().listen(socket);
  await once(server, 'listening');
  try {
    spawnSync('chmod', ['755', folder]);
    spawnSync('chmod', ['600', socket]);
    const shell = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'];
    const session = agentSession({ facets: ['images'] }, shell, { DOCKER_HOST: `unix://${socket}` });
    const root = session.facets[0]?.roots.find((one) => one.kind === 'docker-store');
    expect(root).toMatchObject({ path: '/var/lib/docker', outcome: 'failed', reason: 'permission' });
  } finally {
    server.close();
  }
});

test('a docker that is elsewhere is not asked', () => {
  const session = agentSession({ facets: ['images'] }, ['sh'], { DOCKER_HOST: 'tcp://192.0.2.1:2375' });
  expect(session.facets[0]?.outcome).toBe('present');
  expect(session.facets[0]?.centiseconds).toBeLessThan(1000);
});
