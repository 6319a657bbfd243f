import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { images } from '../../server/facets/images/index.ts';
import { ImageFile, StoredImage } from '../../server/facets/images/schema.ts';
import { parseSiftool } from '../../server/facets/images/siftoolText.ts';
import { agentSession } from '../harness/agent.ts';
import { needs } from '../harness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-live-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasSiftool = needs('siftool', 'siftool') && needs('mksquashfs', 'squashfs-tools');

/** Programs that wrote and read such files before us say the same. */
describe.skipIf(!hasSiftool)('images written by siftool', () => {
  const run = (program: string, ...args: string[]) => {
    const result = spawnSync(program, args, { encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.stderr}`);
    return result.stdout;
  };
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test.each([
    ['x86_64', '2'],
    ['aarch64', '4'],
    ['ppc64le', '6'],
    ['riscv64', '12'],
  ])('%s', (arch, number) => {
    const root = join(folder, `images-${arch}`);
    mkdirSync(join(root, 'content'), { recursive: true });
    mkdirSync(join(root, 'sif'));
    writeFileSync(join(root, 'content/hello'), 'hello');
    run('mksquashfs', join(root, 'content'), join(root, 'root.sqfs'), '-quiet', '-no-progress');
    const sif = join(root, 'sif/made.sif');
    run('siftool', 'new', sif);
    run(
      'siftool',
      'add',
      '--datatype',
      '1',
      sif,
      file('def', 'BootStrap: library\nFrom: a/b:1 # base\n%post\n  x\n'),
    );
    const partition = ['--datatype', '4', '--parttype', '2', '--partfs', '1', '--partarch', number];
    run('siftool', 'add', ...partition, '--filename', 'root', sif, join(root, 'root.sqfs'));
    run('siftool', 'add', '--datatype', '3', sif, file('labels', '{"Version":"v1.2"}'));
    run(
      'siftool',
      'add',
      '--datatype',
      '5',
      '--signhash',
      '1',
      '--signentity',
      'ABCDEF0123456789ABCDEF0123456789ABCDEF01',
      sif,
      file('sig', 'x'),
    );

    const [evidence] = agentSession({
      facets: ['images'],
      roots: [{ facet: 'images', path: join(root, 'sif') }],
    }).facets;
    if (!evidence) throw new Error('no facet');
    const facts = ImageFile.parse(
      images.read(evidence).roots.find(({ path }) => path === join(root, 'sif'))?.items[0]?.facts,
    );
    const list = run('siftool', 'list', sif);
    const infos = facts.objects.map(({ id }) => run('siftool', 'info', String(id), sif)).join('');
    const told = parseSiftool(`${run('siftool', 'header', sif)}${infos}`, 'made.sif');
    expect(told).toMatchObject({
      formatVersion: facts.formatVersion,
      architecture: facts.architecture,
      uuid: facts.uuid,
      created: facts.created,
      signed: facts.signed,
      descriptors: facts.descriptors,
      objects: facts.objects,
    });
    // A listing has neither names nor keys.
    const plain = facts.objects.map((object) => ({ ...object, name: '', fingerprint: '', format: '' }));
    expect(parseSiftool(list, 'made.sif')?.objects).toEqual(plain);
    expect(facts).toMatchObject({
      architecture: arch,
      size: readFileSync(sif).length,
      signed: true,
      definition: { bootstrap: 'library', from: 'a/b:1', recipe: true },
      labels: [{ name: 'Version', value: 'v1.2' }],
    });
  });
});

test.skipIf(!needs('mksquashfs', 'squashfs-tools') || !needs('mke2fs', 'e2fsprogs'))(
  'old images: squashfs and ext3, with and without a launch line',
  () => {
    const root = join(folder, 'old');
    mkdirSync(join(root, 'content'), { recursive: true });
    const make = (program: string, ...args: string[]) => expect(spawnSync(program, args).status).toBe(0);
    make(
      'mksquashfs',
      join(root, 'content'),
      join(root, 'a.simg'),
      '-quiet',
      '-no-progress',
      '-mkfs-time',
      '1500000000',
    );
    make(
      'mke2fs',
      '-q',
      '-t',
      'ext3',
      '-O',
      '^dir_index,^resize_inode,^ext_attr',
      '-F',
      join(root, 'b.img'),
      '2M',
    );
    make('mke2fs', '-q', '-t', 'ext4', '-F', join(root, 'disk.img'), '2M');
    const launch = Buffer.from('#!/usr/bin/env run-singularity\n');
    for (const name of ['a.simg', 'b.img']) {
      writeFileSync(join(root, `launch-${name}`), Buffer.concat([launch, readFileSync(join(root, name))]));
      writeFileSync(
        join(root, `cut-${name}`),
        readFileSync(join(root, name)).subarray(0, name === 'b.img' ? 9999 : 100),
      );
    }
    const [evidence] = agentSession({ facets: ['images'], roots: [{ facet: 'images', path: root }] }).facets;
    const found = evidence && images.read(evidence).roots.find((one) => one.path === root);
    const facts = new Map(found?.items.map((item) => [item.path, ImageFile.parse(item.facts)]));
    expect([...facts.keys()].sort()).toEqual(['a.simg', 'b.img', 'launch-a.simg', 'launch-b.img']);
    expect(facts.get('a.simg')).toMatchObject({
      format: 'squashfs',
      formatVersion: '4.0',
      created: '2017-07-14T02:40:00Z',
      launch: '',
    });
    expect(facts.get('launch-a.simg')).toMatchObject({
      format: 'squashfs',
      launch: '#!/usr/bin/env run-singularity',
    });
    expect(facts.get('b.img')?.format).toBe('ext3');
    expect(facts.get('launch-b.img')).toMatchObject({ format: 'ext3', uuid: facts.get('b.img')?.uuid });
    expect(found?.unread.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
      'cut-a.simg truncated',
      'cut-b.img truncated',
      'disk.img unrecognised',
    ]);
  },
);

const canDocker = process.getuid?.() === 0 && needs('dockerd', 'docker.io') && needs('docker', 'docker.io');

test.skipIf(!canDocker)(
  'a docker daemon of our own',
  async ({ skip }) => {
    const home = join(folder, 'docker');
    mkdirSync(home);
    const host = `unix://${home}/sock`;
    const options = [
      '--iptables=false',
      '--ip6tables=false',
      '--bridge=none',
      '--storage-driver=vfs',
      '-H',
      host,
    ];
    const places = [
      '--data-root',
      join(home, 'data'),
      '--exec-root',
      join(home, 'exec'),
      '-p',
      join(home, 'pid'),
    ];
    const daemon = spawn('dockerd', [...options, ...places], { stdio: 'ignore' });
    const docker = (...args: string[]) => spawnSync('docker', ['-H', host, ...args], { encoding: 'utf8' });
    try {
      let up = false;
      for (let tries = 0; tries < 60 && !up && daemon.exitCode === null; tries += 1) {
        await sleep(250);
        up = docker('version').status === 0;
      }
      if (!up) return skip('dockerd does not start here');
      const empty = join(home, 'empty.tar');
      writeFileSync(empty, Buffer.alloc(1024));
      for (const name of ['quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'mine:2']) {
        expect(docker('import', '--change', 'LABEL a=b', empty, name).status).toBe(0);
      }
      docker('tag', 'mine:2', 'mine:3');
      const [evidence] = agentSession({ facets: ['images'] }, ['sh'], { DOCKER_HOST: host }).facets;
      const root = evidence && images.read(evidence).roots.find((one) => one.kind === 'docker-store');
      expect(root).toMatchObject({ path: '/var/lib/docker', outcome: 'present' });
      const found = (root?.items ?? [])
        .filter((item) => item.facts.kind !== 'images.settings')
        .map((item) => StoredImage.parse(item.facts));
      expect(found.map((one) => one.references).sort()).toEqual([
        ['mine:2', 'mine:3'],
        ['quay.io/biocontainers/samtools:1.17--h00cdaf9_0'],
      ]);
      for (const facts of found) {
        const told = docker(
          'image',
          'inspect',
          '--format',
          '{{.Id}} {{.Architecture}} {{.Size}}',
          facts.references[0] ?? '',
        );
        expect(`sha256:${facts.id} ${facts.architecture.replace('x86_64', 'amd64')} ${facts.size}`).toBe(
          told.stdout.trim(),
        );
        expect(facts.labels).toEqual([{ name: 'a', value: 'b' }]);
      }
      // The same daemon, as one that runs without root is found.
      const own = join(home, 'runtime');
      mkdirSync(own);
      symlinkSync(`${home}/sock`, join(own, 'docker.sock'));
      const asked = { XDG_RUNTIME_DIR: own, HOME: home };
      const roots = agentSession({ facets: ['images'] }, ['sh'], asked).facets.flatMap(
        (one) => images.read(one).roots,
      );
      const rootless = roots.find((one) => one.path === join(home, '.local/share/docker'));
      expect(rootless).toMatchObject({ kind: 'docker-store', outcome: 'present' });
      // Those made in one second come in any order.
      const paths = (of: typeof root) => of?.items.map((item) => item.path).sort();
      expect(paths(rootless)).toEqual(paths(root));
      // Every form that docker prints or writes says the same.
      const ids = found.map((one) => one.id);
      const tags = found.map((one) => one.references.join()).sort();
      const archive = join(home, 'saved.tar');
      docker('save', '-o', archive, ...tags.flatMap((one) => one.split(',')));
      const forms: [string, Buffer | string, string][] = [
        ['image-table', docker('images').stdout, 'cut'],
        ['image-table', docker('images', '--no-trunc', '--digests').stdout, 'whole'],
        ['image-table', docker('images', '--tree').stdout, 'cut'],
        ['docker-images', docker('images', '--no-trunc', '--format', 'json').stdout, 'whole'],
        ['docker-images', docker('images', '--format', '{{json .}}').stdout, 'cut'],
        ['image-inspect', docker('image', 'inspect', ...ids).stdout, 'whole'],
        ['image-archive', readFileSync(archive), 'whole'],
        ['image-archive', gzipSync(readFileSync(archive)), 'whole'],
      ];
      // The tree needs a newer store than vfs.
      const printed = forms.filter(([, bytes]) => bytes.length > 0);
      expect(printed.length).toBeGreaterThanOrEqual(forms.length - 1);
      for (const [format, bytes, length] of printed) {
        const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(bytes as string) }] };
        const form = images.natives.find((one) => one.recognise(input));
        const read = (form?.parse(input).roots[0]?.items ?? []).map((item) => StoredImage.parse(item.facts));
        expect([form?.format, read.map((one) => one.references.join()).sort()]).toEqual([format, tags]);
        const told = read.map((one) => one.id).sort();
        expect(told).toEqual(ids.map((id) => (length === 'cut' ? id.slice(0, 12) : id)).sort());
        expect(new Set(read.map((one) => one.engine))).toEqual(new Set(['docker']));
      }
    } finally {
      daemon.kill('SIGTERM');
      await new Promise((done) => (daemon.exitCode === null ? daemon.once('exit', done) : done(undefined)));
    }
  },
  60_000,
);
