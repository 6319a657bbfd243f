import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentsOfferings, readContents } from '../../server/facets/images/contents.ts';
import { images } from '../../server/facets/images/index.ts';
import { documentView } from '../../server/query/documents.ts';
import { find } from '../../server/query/find.ts';
import { wantedContents } from '../../server/store/imageContents.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster } from '../harness/readings.ts';
import { needs } from '../harness/tools.ts';
import { DPKG, FILES, INSIDE, SETTINGS, writeTree } from './images-tree.ts';

describe('the lists of an image', () => {
  test('are read line by line', () => {
    const lines = [
      ...Object.keys(FILES)
        .filter((path) => /conda-meta\/.*json$/.test(path))
        .map((path) => `f /${path}`),
      'f /opt/conda/lib/python3.12/site-packages/multiqc-1.21.dist-info',
      ...DPKG.split('\n').map((line) => `d ${line}`),
      'a P:zlib',
      'a V:1.3.1-r0',
      's /usr/lib/sysimage/rpm/rpmdb.sqlite',
      'end 0',
    ];
    const facts = readContents(lines);
    expect(facts.unread).toEqual(['rpm']);
    expect(facts.packages.map((one) => `${one.manager} ${one.name} ${one.version}`)).toEqual([
      'apk zlib 1.3.1-r0',
      'conda numpy 1.26.4',
      'conda r-base 4.3.1',
      'conda samtools 1.17',
      'dpkg libc6 2.36-9',
      'dpkg samtools 1.16.1-1',
      'python multiqc 1.21',
    ]);
    expect(contentsOfferings(facts).map((one) => `${one.tool} ${one.version} ${one.build}`)).toEqual([
      'zlib 1.3.1 1.3.1-r0',
      'numpy 1.26.4 py312h8753938_0',
      'r 4.3.1 h5a2a1b5_3',
      'samtools 1.17 h00cdaf9_0',
      'samtools 1.16.1 1.16.1-1',
      'multiqc 1.21 pypi_0',
    ]);
  });

  const looked = (...lines: string[]) => readContents([...lines, 'k 1', 'end 0']);

  test.each<[string, string[], { name: string; value: string }[] | undefined]>([
    ['none', [], []],
    [
      'as Apptainer writes them',
      [`v export CUDA_VERSION="\${CUDA_VERSION:-"12.1.0"}"`],
      [{ name: 'CUDA_VERSION', value: '12.1.0' }],
    ],
    [
      'as Singularity 3 wrote them',
      [`v export CUDA_VERSION="\${CUDA_VERSION:-12.1.0}"`],
      [{ name: 'CUDA_VERSION', value: '12.1.0' }],
    ],
    [
      'as a definition has them',
      ["v     export CUDA_VERSION='12.1.0'"],
      [{ name: 'CUDA_VERSION', value: '12.1.0' }],
    ],
    ['as enroot writes them', ['v CUDA_VERSION=12.1.0'], [{ name: 'CUDA_VERSION', value: '12.1.0' }]],
    [
      'the last one counts',
      ['v CUDA_VERSION=11.8', 'v export CUDA_VERSION=12.1'],
      [{ name: 'CUDA_VERSION', value: '12.1' }],
    ],
    ['one that hangs on another', ['v export CUDA_VERSION=$OTHER'], undefined],
    ['one that is computed', ['v export CUDA_VERSION="$(nvcc --version)"'], undefined],
    ['a file that could not be read', ['c 1 /.singularity.d/env/90-environment.sh'], undefined],
    ['a database that could not be read says nothing of them', ['c 1 /var/lib/dpkg/status'], []],
  ])('settings: %s', (_, lines, settings) => expect(looked(...lines).settings).toEqual(settings));

  test('settings and libraries that an older agent did not look for are not told', () => {
    expect(Object.keys(readContents(['end 0']))).toEqual(['kind', 'packages', 'unread']);
  });

  test.each<[string[], ReturnType<typeof looked>['libc']]>([
    [[], []],
    [['/lib64/libc-2.12.so', '/lib64/libc.so.6'], [{ name: 'glibc', version: '2.12' }]],
    [['/usr/lib/x86_64-linux-gnu/libc.so.6'], [{ name: 'glibc', version: '2.34' }]],
    [['/lib/ld-musl-x86_64.so.1'], [{ name: 'musl', version: '' }]],
  ])('libraries of %s', (paths, libc) =>
    expect(looked(...paths.map((path) => `l ${path}`)).libc).toEqual(libc),
  );

  test('never throw', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.string().map((text) => `f /x/conda-meta/${text}.json`),
          ),
        ),
        (lines) => {
          contentsOfferings(readContents(lines));
        },
      ),
    ));
});

describe.skipIf(!needs('mksquashfs', 'squashfs-tools') || !needs('siftool', 'siftool'))('real images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-contents-'));
  chmodSync(folder, 0o755);
  const store = join(folder, 'images');
  let database: TestDatabase;
  let offset = 0;

  const run = (program: string, ...args: string[]) => {
    const ran = spawnSync(program, args, { encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`${program}: ${ran.stderr}`);
    return ran.stdout;
  };

  beforeAll(async () => {
    const tree = join(folder, 'tree');
    writeTree(tree, FILES);
    mkdirSync(store);
    const squashfs = join(folder, 'fs.squashfs');
    run('mksquashfs', tree, squashfs, '-noappend', '-quiet', '-all-root');
    for (const name of ['tools 2.sif', 'cut.sif']) {
      const sif = join(store, name);
      run('siftool', 'new', sif);
      run(
        'siftool',
        'add',
        '--datatype',
        '4',
        '--parttype',
        '2',
        '--partfs',
        '1',
        '--partarch',
        '2',
        sif,
        squashfs,
      );
    }
    run('cp', squashfs, join(store, 'old.img'));
    database = await testDatabase();
  }, 60_000);
  afterAll(async () => {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const visit = (contents: string[] = [], shell = ['sh']) => {
    const roots = [{ facet: 'images', path: store }];
    const [evidence] = agentSession({ facets: ['images'], roots, contents }, shell).facets;
    if (!evidence) throw new Error('no facet');
    return images.read(evidence);
  };
  const rootOf = (reading: ReturnType<typeof visit>) => reading.roots.find((root) => root.path === store);

  test('are looked into where the service asks, and what is inside is found with its image', async () => {
    const one = await Cluster.make(database.db, 1, 'inside');
    await one.sweep([{ images: visit() }]);
    const wanted = (await wantedContents(database.db, one.nodes)).get(one.nodes[0] ?? 0) ?? [];
    expect(wanted.map((line) => line.replace(/^\d+ /, '')).sort()).toEqual(
      ['cut.sif', 'old.img', 'tools 2.sif'].map((name) => join(store, name)),
    );
    offset = Number(wanted.find((line) => line.endsWith('tools 2.sif'))?.split(' ')[0]);
    expect(offset).toBeGreaterThan(4096);
    const before = await database.counts();
    const [result] = await one.sweep([{ images: visit(wanted) }]);
    expect(result?.changed).toBe(0);
    await refreshRollup(database.db, one.id, result?.touched ?? null);
    const after = await database.counts();
    expect(after.image_contents).toBe((before.image_contents ?? 0) + 3);
    // Three images of equal contents share one document.
    expect(after.document).toBe((before.document ?? 0) + 1);
    expect(await wantedContents(database.db, one.nodes)).toEqual(new Map());
    const filter = {
      tool: 'multiqc',
      version: '',
      site: '',
      cluster: 'inside',
      provider: '',
      limit: 50,
      after: '',
    } as const;
    const answer = await find(database.db, filter);
    expect(answer.items).toMatchObject([{ version: '1.21', provider: 'apptainer', tier: '1a', places: 3 }]);
    expect(answer.items[0]?.place).toContain(`inside ${store}/`);
    expect(answer.items[0]?.load).toMatch(/^apptainer exec /);
    const document = await documentView(database.db, answer.items[0]?.document ?? '');
    expect(document.kind).toBe('images.contents');
    expect(document.heldBy.map((held) => held.path)).toContain(`inside ${store}/tools 2.sif`);
    expect(document.evidence).toHaveLength(3);
    // Asked again, nothing is written but the visit.
    const quiet = await database.counts();
    await one.sweep([{ images: visit() }]);
    expect(await database.counts()).toEqual({
      ...quiet,
      sweep: (quiet.sweep ?? 0) + 1,
      visit: (quiet.visit ?? 0) + 1,
    });
    // The image goes, believed at the second sight, and what was inside goes with it.
    rmSync(join(store, 'old.img'));
    const places = async () => (await find(database.db, filter)).items[0]?.places;
    await one.sweep([{ images: visit() }]);
    expect(await places()).toBe(3);
    await one.sweep([{ images: visit() }]);
    expect(await places()).toBe(2);
    const kept = await rows();
    await refreshRollup(database.db, one.id, null);
    expect(await rows()).toEqual(kept);
  }, 60_000);

  const rows = async () =>
    (await database.db.query('select * from cluster_tool order by cluster_id, tool_id, provider')).rows;

  test.each(shells.map((shell) => [shell.join(' '), shell]))('under %s', (_, shell) => {
    writeFileSync(join(store, 'whole.img'), '');
    run('cp', join(folder, 'fs.squashfs'), join(store, 'whole.img'));
    const asked = [
      `0 ${join(store, 'whole.img')}`,
      '0 /etc/passwd',
      `x ${store}/whole.img`,
      `0 ${store}/missing.sif`,
    ];
    const reading = visit(asked, shell);
    const [contents, ...more] = rootOf(reading)?.contents ?? [];
    expect(more).toEqual([]);
    expect(contents?.path).toBe('whole.img');
    const facts = contents?.facts as unknown as ReturnType<typeof readContents>;
    expect(facts.packages.map((one) => `${one.manager} ${one.name} ${one.version} ${one.place}`)).toEqual(
      INSIDE,
    );
    expect(facts.libc).toEqual([{ name: 'glibc', version: '2.34' }]);
    expect(facts.settings).toEqual(SETTINGS);
    expect(facts.system).toEqual({ id: 'debian', versionId: '12' });
    expect(contents?.evidence.parts.map(({ bytes }) => bytes.toString()).join()).not.toMatch(/secret/i);
  });

  test('being looked into, make the agent forget none of the places that it was told of', () => {
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    const path = `${home}/.local/share/docker`;
    const placesWith = (contents: string[]) => {
      const settings = {
        roots: [{ facet: 'images', path: store }],
        known: [{ facet: 'images', path }],
        contents,
      };
      const { facets } = agentSession({ facets: ['images'], ...settings }, ['sh'], {
        HOME: home,
        XDG_RUNTIME_DIR: home,
      });
      return facets.flatMap(({ roots }) => roots.map((root) => `${root.path} ${root.reason}`));
    };
    expect(placesWith([])).toContain(`${path} root-missing`);
    expect(placesWith([`0 ${join(store, 'old.img')}`, `0 ${join(store, 'whole.img')}`])).toEqual(
      placesWith([]),
    );
  });

  test('with a damaged list of packages are a problem and not half of a list', () => {
    const tree = join(folder, 'damaged');
    mkdirSync(join(tree, 'var/lib/dpkg'), { recursive: true });
    const paragraphs = Array.from(
      { length: 3000 },
      (_, at) =>
        `Package: tool${at}\nStatus: install ok installed\nVersion: 1.${at}-1\nDescription: ${randomBytes(300).toString('base64')}\n`,
    );
    writeFileSync(join(tree, 'var/lib/dpkg/status'), paragraphs.join('\n'));
    const image = join(store, 'damaged.img');
    run('mksquashfs', tree, image, '-quiet', '-no-progress', '-noappend');
    const whole = rootOf(visit([`0 ${image}`]))?.contents?.[0]?.facts as unknown as { packages: unknown[] };
    expect(whole.packages).toHaveLength(3000);
    // Blocks of data are lost in the middle; the tables at the end, and so the names, can still be read.
    const file = openSync(image, 'r+');
    writeSync(file, randomBytes(300_000), 0, 300_000, 300_000);
    closeSync(file);
    const reading = visit([`0 ${image}`]);
    expect(rootOf(reading)?.contents ?? []).toEqual([]);
    expect(reading.problems.map((one) => one.message)).toContain(
      'a list of packages in the image could not be read whole',
    );
    rmSync(image);
  });

  test('are looked into again where an older agent did not look for settings', async () => {
    const one = await Cluster.make(database.db, 1, 'older');
    await one.sweep([{ images: visit() }]);
    const wanted = (await wantedContents(database.db, one.nodes)).get(one.nodes[0] ?? 0) ?? [];
    await one.sweep([{ images: visit(wanted) }]);
    expect(await wantedContents(database.db, one.nodes)).toEqual(new Map());
    const change = (facts: string) =>
      database.db.query(`update document set facts = ${facts} where kind = 'images.contents'`);
    await change("facts - 'settings'");
    const again = (await wantedContents(database.db, one.nodes)).get(one.nodes[0] ?? 0) ?? [];
    expect(again.sort()).toEqual(wanted.sort());
    await change(`facts || '{"settings": []}'`);
    expect(await wantedContents(database.db, one.nodes)).toEqual(new Map());
  });

  test('that are cut are a problem and no empty list', () => {
    // The header is whole; the end of the file system, where its tables are, is lost.
    truncateSync(join(store, 'cut.sif'), offset + 200);
    const reading = visit([`${offset} ${join(store, 'cut.sif')}`]);
    expect(rootOf(reading)?.contents ?? []).toEqual([]);
    expect(reading.problems.map((one) => one.message)).toContainEqual(
      expect.stringMatching(/^the list of its files ended with exit code/),
    );
  });
});
