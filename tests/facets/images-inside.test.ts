import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { images } from '../../server/facets/images/index.ts';
import { ImageContents } from '../../server/facets/images/schema.ts';
import { find } from '../../server/query/find.ts';
import { wantedContents } from '../../server/store/imageContents.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { findSubjects } from '../../server/verdict/subjects.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster } from '../harness/readings.ts';
import { needs } from '../harness/tools.ts';
import { sifFile } from './images-make.ts';
import { FILES, INSIDE, SETTINGS, writeTree } from './images-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-inside-'));
const store = join(folder, 'images');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  writeTree(join(store, 'tools'), FILES);
  mkdirSync(join(store, 'tools/bin'));
  // A folder whose links lead out of it, to a system that has packages.
  const outside = join(folder, 'outside');
  writeTree(outside, FILES);
  const odd = join(store, 'odd');
  for (const name of ['bin', 'etc', 'usr', 'var', 'opt']) mkdirSync(join(odd, name), { recursive: true });
  symlinkSync(outside, join(odd, 'all'));
  symlinkSync(join(outside, 'opt/conda'), join(odd, 'opt/conda'));
  symlinkSync(join(outside, 'var/lib'), join(odd, 'var/lib'));
  symlinkSync(join(outside, 'usr/lib'), join(odd, 'usr/lib'));
  symlinkSync(join(outside, 'usr/lib/os-release'), join(odd, 'etc/os-release'));
  symlinkSync(join(outside, '.singularity.d'), join(odd, '.singularity.d'));
});

const visit = (contents: string[] = [], shell = ['sh']) => {
  const roots = [{ facet: 'images', path: store }];
  const [evidence] = agentSession({ facets: ['images'], roots, contents }, shell).facets;
  if (!evidence) throw new Error('no facet');
  return images.read(evidence);
};
const inside = (reading: ReturnType<typeof visit>, path: string) => {
  const root = reading.roots.find((one) => one.path === store);
  const found = root?.contents?.find((one) => one.path === path);
  return found && { facts: ImageContents.parse(found.facts), evidence: found.evidence };
};

describe('unpacked images', () => {
  test.each(shells.map((shell) => [shell.join(' '), shell]))('are looked into under %s', (_, shell) => {
    const reading = visit([`0 ${store}/tools`, `0 ${store}/missing`, `0 ${folder}/outside`], shell);
    expect(reading.problems).toEqual([]);
    const found = inside(reading, 'tools');
    expect(
      found?.facts.packages.map((one) => `${one.manager} ${one.name} ${one.version} ${one.place}`),
    ).toEqual(INSIDE);
    expect(found?.facts.libc).toEqual([{ name: 'glibc', version: '2.34' }]);
    expect(found?.facts.settings).toEqual(SETTINGS);
    expect(found?.facts.system).toEqual({ id: 'debian', versionId: '12' });
    expect(found?.evidence.parts.map(({ bytes }) => bytes.toString()).join()).not.toMatch(/secret/i);
  });

  test.each(shells.map((shell) => [shell.join(' '), shell]))(
    'whose links lead out of them tell nothing of what is there, under %s',
    (_, shell) => {
      const found = inside(visit([`0 ${store}/odd`], shell), 'odd');
      expect(found?.facts).toEqual({
        kind: 'images.contents',
        packages: [],
        unread: [],
        libc: [],
        settings: [],
      });
    },
  );
});

const canDrop = process.getuid?.() === 0 && needs('setpriv', 'util-linux');

test.skipIf(!canDrop)('folders that are closed to the account are not known to be empty', () => {
  chmodSync(folder, 0o755);
  const closed = join(folder, 'closed');
  writeTree(join(closed, 'conda'), {
    'opt/conda/conda-meta/bwa-0.7.17-0.json': '{}',
    'etc/os-release': 'ID=debian\n',
    'usr/bin/env': '',
  });
  writeTree(join(closed, 'opt'), {
    'opt/conda/conda-meta/bwa-0.7.17-0.json': '{}',
    'etc/os-release': '',
    'bin/env': '',
    'usr/x': '',
  });
  writeTree(join(closed, 'list'), {
    'var/lib/dpkg/status': 'Package: a\n',
    'etc/os-release': '',
    'bin/env': '',
    'usr/x': '',
    'root/x': '',
  });
  mkdirSync(join(closed, 'conda/bin'));
  for (const path of ['conda/opt/conda/conda-meta', 'opt/opt', 'list/var/lib/dpkg/status', 'list/root'])
    chmodSync(join(closed, path), 0o700);
  const contents = ['conda', 'opt', 'list'].map((name) => `0 ${closed}/${name}`);
  const shell = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'];
  const settings = { facets: ['images'], roots: [{ facet: 'images', path: closed }], contents };
  const [evidence] = agentSession(settings, shell).facets;
  if (!evidence) throw new Error('no facet');
  const reading = images.read(evidence);
  const told = reading.roots.find((one) => one.path === closed)?.contents ?? [];
  expect(told.map(({ path, facts }) => [path, ImageContents.parse(facts).unread])).toEqual([
    ['conda', ['conda']],
    ['opt', ['conda', 'python']],
  ]);
  expect(reading.problems.map((one) => one.message)).toEqual([
    'a list of packages in the image could not be read whole',
  ]);
});

describe('what the service asks for', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  }, 60_000);
  afterAll(() => database?.drop());

  test('are folders too, and those that can be written to again after a week', async () => {
    const one = await Cluster.make(database.db, 1, 'folders');
    await one.sweep([{ images: visit() }]);
    const wanted = async () => (await wantedContents(database.db, one.nodes)).get(one.nodes[0] ?? 0) ?? [];
    const asked = await wanted();
    expect(asked.sort()).toEqual([`0 ${store}/odd`, `0 ${store}/tools`]);
    const [result] = await one.sweep([{ images: visit(asked) }]);
    expect(result?.changed).toBe(0);
    await refreshRollup(database.db, one.id, result?.touched ?? null);
    // Visits of a test are of the day that it says.
    await database.db.query('update image_contents set read_at = now()');
    expect(await wanted()).toEqual([]);
    const filter = { version: '', site: '', cluster: '', provider: '', limit: 50, after: '' } as const;
    const answer = await find(database.db, { ...filter, tool: 'multiqc' });
    expect(answer.items).toMatchObject([
      { version: '1.21', provider: 'apptainer', tier: '4', load: `apptainer exec ${store}/tools` },
    ]);
    await database.db.query(`update image_contents set read_at = now() - interval '8 days'`);
    expect((await wanted()).sort()).toEqual(asked);
    // What was put into it since is seen then.
    writeFileSync(join(store, 'tools/opt/conda/conda-meta/bwa-0.7.17-h7132678_9.json'), '{}');
    const [later] = await one.sweep([{ images: visit(asked) }]);
    await refreshRollup(database.db, one.id, later?.touched ?? null);
    expect((await find(database.db, { ...filter, tool: 'bwa' })).items).toMatchObject([{ places: 1 }]);
  }, 60_000);
});

describe.skipIf(!needs('mksquashfs', 'squashfs-tools'))('OCI-SIF files', () => {
  const hex = (digit: string) => digit.repeat(64);
  const blob = (id: number, digest: string, text: string | Buffer) => ({
    type: 0x400b,
    id,
    text,
    digest: `sha256:${digest}`,
  });
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['TOKEN=hidden', 'CUDA_VERSION=12.4.1'] },
  };
  const ociSif = (layers: [digest: string, bytes: Buffer][]) =>
    sifFile({
      arch: '00',
      objects: [
        ...layers.map(([digest, bytes], at) => blob(at + 1, digest, bytes)),
        blob(10, hex('b'), JSON.stringify(config)),
        blob(
          11,
          hex('a'),
          JSON.stringify({
            config: { digest: `sha256:${hex('b')}` },
            layers: layers.map(([digest]) => ({ digest: `sha256:${digest}` })),
          }),
        ),
        { type: 0x400a, id: 12, text: JSON.stringify({ manifests: [{ digest: `sha256:${hex('a')}` }] }) },
      ],
    });

  test('of one layer are looked into, and what their configuration sets is what counts', async () => {
    const database = await testDatabase();
    try {
      const squashfs = join(folder, 'layer.squashfs');
      const made = spawnSync('mksquashfs', [
        join(store, 'tools'),
        squashfs,
        '-quiet',
        '-no-progress',
        '-all-root',
      ]);
      expect(made.status).toBe(0);
      const place = join(folder, 'oci');
      mkdirSync(place);
      const layer: [string, Buffer] = [hex('c'), readFileSync(squashfs)];
      writeFileSync(join(place, 'one.sif'), ociSif([layer]));
      writeFileSync(join(place, 'two.sif'), ociSif([layer, [hex('d'), readFileSync(squashfs)]]));
      const reading = (contents: string[]) => {
        const roots = [{ facet: 'images', path: place }];
        const [evidence] = agentSession({ facets: ['images'], roots, contents }).facets;
        if (!evidence) throw new Error('no facet');
        return { images: images.read(evidence) };
      };
      const one = await Cluster.make(database.db, 1, 'oci');
      await one.sweep([reading([])]);
      const wanted = (await wantedContents(database.db, one.nodes)).get(one.nodes[0] ?? 0) ?? [];
      expect(wanted).toEqual([expect.stringMatching(/^[1-9]\d+ .*\/one\.sif$/)]);
      const told = reading(wanted);
      expect(told.images.problems).toEqual([]);
      await one.sweep([told]);
      const { subjects } = await findSubjects(database.db, join(place, 'one.sif'));
      expect(subjects).toMatchObject([{ form: 'oci-sif', settings: { variables: [CUDA] } }]);
      const names = subjects.flatMap((subject) =>
        subject.kind === 'image' ? (subject.inside?.packages ?? []) : [],
      );
      expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['samtools', 'multiqc', 'libc6']));
    } finally {
      await database.drop();
    }
  }, 60_000);
});

const CUDA = { name: 'CUDA_VERSION', value: '12.4.1' };
const hasPodman = needs('podman', 'podman') && process.getuid?.() === 0;

/** Stores as podman itself writes them: an image of three layers, of which the upper ones take away what is below. */
describe.skipIf(!hasPodman).each(['overlay', 'vfs'])('images of a store of podman, driver %s', (driver) => {
  const place = join(folder, driver);
  const graph = join(place, 'storage');
  const conf = join(place, 'storage.conf');
  const podman = (...args: string[]) => {
    const ran = spawnSync('podman', ['--cgroup-manager=cgroupfs', '--events-backend=file', ...args], {
      env: { ...process.env, CONTAINERS_STORAGE_CONF: conf },
      encoding: 'utf8',
    });
    if (ran.status !== 0) throw new Error(`podman ${args.join(' ')}: ${ran.stderr}`);
    return ran.stdout.trim();
  };
  let id = '';

  beforeAll(() => {
    mkdirSync(place);
    const lines = ['driver', 'graphroot', 'runroot'].map(
      (name, at) => `${name} = "${[driver, graph, `${place}/run`][at]}"`,
    );
    writeFileSync(conf, `[storage]\n${lines.join('\n')}\n`);
    const layers: Record<string, string>[] = [
      FILES,
      {
        // A whole environment, one record of another, and a file of Python's that go; a list that is another since.
        'opt/old/conda-meta/.wh.perl-5.32.1-0.json': '',
        'usr/local/.wh.gone': '',
        'opt/conda/conda-meta/.wh.samtools-1.17-h00cdaf9_0.json': '',
        'var/lib/dpkg/status': 'Package: bwa\nStatus: install ok installed\nVersion: 0.7.17-7\n',
      },
      { 'opt/conda/conda-meta/samtools-1.18-h50ea8bc_1.json': '{}', 'usr/lib/.wh.os-release': '' },
    ];
    Object.assign(layers[0] ?? {}, {
      'opt/old/conda-meta/perl-5.32.1-0.json': '{}',
      'usr/local/gone/conda-meta/r-base-3.6.0-0.json': '{}',
    });
    const names = layers.map((files, at) => {
      writeTree(join(place, `layer${at}`), files);
      const name = `layer${at}.tar`;
      spawnSync('tar', ['-C', join(place, `layer${at}`), '-cf', join(place, name), '.']);
      return name;
    });
    const diffs = names.map((name) => {
      const hex = spawnSync('sha256sum', [join(place, name)], { encoding: 'utf8' }).stdout.slice(0, 64);
      return `sha256:${hex}`;
    });
    const config = {
      architecture: 'amd64',
      os: 'linux',
      config: { Env: ['PATH=/bin', 'CUDA_VERSION=12.4.1', 'TOKEN=hidden'] },
      rootfs: { type: 'layers', diff_ids: diffs },
    };
    writeFileSync(join(place, 'config.json'), JSON.stringify(config));
    const manifest = [{ Config: 'config.json', RepoTags: ['localhost/tools:2'], Layers: names }];
    writeFileSync(join(place, 'manifest.json'), JSON.stringify(manifest));
    spawnSync('tar', [
      '-C',
      place,
      '-cf',
      join(place, 'image.tar'),
      'manifest.json',
      'config.json',
      ...names,
    ]);
    podman('load', '-q', '-i', join(place, 'image.tar'));
    id = podman('images', '-q', '--no-trunc', 'localhost/tools:2').replace('sha256:', '');
  }, 60_000);
  afterAll(() => {
    spawnSync('umount', ['-R', join(graph, driver)]);
  });

  test('are asked for by the service, and judged by what is inside, which find does not offer', async () => {
    const database = await testDatabase();
    try {
      const reading = (contents: string[]) => {
        const settings = { facets: ['images'], contents };
        const [evidence] = agentSession(settings, ['sh'], { CONTAINERS_STORAGE_CONF: conf }).facets;
        if (!evidence) throw new Error('no facet');
        return { images: images.read(evidence) };
      };
      const one = await Cluster.make(database.db, 1, 'store');
      await one.sweep([reading([])]);
      const wanted = (await wantedContents(database.db, one.nodes)).get(one.nodes[0] ?? 0) ?? [];
      expect(wanted).toContain(`0 ${graph}/${id}`);
      const [result] = await one.sweep([reading(wanted)]);
      await refreshRollup(database.db, one.id, result?.touched ?? null);
      const { subjects } = await findSubjects(database.db, 'localhost/tools:2');
      expect(subjects).toMatchObject([{ kind: 'image', form: 'stored', settings: { variables: [CUDA] } }]);
      const [subject] = subjects;
      const names = subject?.kind === 'image' ? subject.inside?.packages.map(({ name }) => name) : [];
      expect(names).toEqual(expect.arrayContaining(['bwa', 'samtools', 'numpy']));
      const filter = { version: '', site: '', cluster: 'store', provider: '', limit: 50, after: '' } as const;
      expect((await find(database.db, { ...filter, tool: 'numpy' })).items).toEqual([]);
    } finally {
      await database.drop();
    }
  }, 60_000);

  test.each(shells.map((shell) => [shell.join(' '), shell]))('are looked into under %s', (_, shell) => {
    const contents = [`0 ${graph}/${id}`, `0 ${graph}/${'0'.repeat(64)}`, `0 ${graph}/../../etc`];
    const [evidence] = agentSession({ facets: ['images'], contents }, shell, {
      CONTAINERS_STORAGE_CONF: conf,
    }).facets;
    const root = evidence && images.read(evidence).roots.find((one) => one.path === graph);
    expect(root?.contents?.map((one) => one.path)).toEqual([id]);
    const facts = ImageContents.parse(root?.contents?.[0]?.facts);
    const merged = [
      ...INSIDE.filter((line) => !/^(?:dpkg|conda samtools)/.test(line)),
      'conda samtools 1.18 /opt/conda',
      'dpkg bwa 0.7.17-7 ',
    ];
    expect(
      facts.packages.map((one) => `${one.manager} ${one.name} ${one.version} ${one.place}`).sort(),
    ).toEqual(merged.sort());
    expect(facts.libc).toEqual([{ name: 'glibc', version: '2.34' }]);
    expect(facts.system).toBeUndefined();
    expect(root?.items.map((one) => one.facts.kind)).toContain('images.stored');
  });
});
