import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import { parseInput } from '../../server/cli/parse.ts';
import { channelName, withoutSecrets } from '../../server/facets/conda/channel.ts';
import { conda } from '../../server/facets/conda/index.ts';
import { channelsOf } from '../../server/facets/conda/installation.ts';
import { pipOf } from '../../server/facets/conda/pip.ts';
import { fileNameParts } from '../../server/facets/conda/record.ts';
import { type Environment, type Package, Specification } from '../../server/facets/conda/schema.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { canonicalDocument } from '../../server/store/canonical.ts';
import { agentSession, runAgent, shells } from '../harness/agent.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';

const folders: string[] = [];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'gazetteer-conda-'));
  chmodSync(made, 0o755);
  folders.push(made);
  return made;
}

/** A record as conda writes it: a key a line. */
function record(name: string, version: string, build = '0', more: Record<string, unknown> = {}): string {
  return `${JSON.stringify({ build, channel: 'conda-forge', name, version, ...more }, null, 2)}\n`;
}

const native = (name: string, text: string | Buffer, format?: string) =>
  parseInput('conda', { name, files: [{ path: name, bytes: Buffer.from(text) }] }, format);

const packages = (found: { document: unknown }): Package[] => (found.document as Environment).packages;

describe('channels', () => {
  test.each([
    ['conda-forge', 'conda-forge'],
    ['https://conda.anaconda.org/conda-forge/linux-64', 'conda-forge'],
    ['https://conda.anaconda.org/bioconda/', 'bioconda'],
    ['https://conda.anaconda.org/conda-forge/label/broken/noarch', 'conda-forge/label/broken'],
    ['https://repo.anaconda.com/pkgs/main/osx-arm64', 'pkgs/main'],
    ['https://repo.continuum.io/pkgs/free/linux-64/', 'pkgs/free'],
    ['https://me:pw@conda.example.org/t/tk-1/lab/win-64', 'https://conda.example.org/lab'],
    ['file:///srv/channel/noarch', 'file:///srv/channel'],
    ['defaults', 'defaults'],
    ['', ''],
  ])('%s is %s', (text, name) => expect(channelName(text)).toBe(name));

  test('no secret is left in an address', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,20}$/), (secret) => {
        const address = `https://user:pw${secret}@h.example/t/tk${secret}/chan/linux-64`;
        const clean = withoutSecrets(address);
        expect(clean).toBe('https://h.example/chan/linux-64');
      }),
    );
  });
});

test.each([
  ['samtools-1.17-h00cdaf9_0.tar.bz2', { name: 'samtools', version: '1.17', build: 'h00cdaf9_0' }],
  [
    'https://h/x/linux-64/ca-certificates-2018.03.07-0.conda',
    { name: 'ca-certificates', version: '2018.03.07', build: '0' },
  ],
  ['a-b', null],
  ['', null],
])('the name %s', (text, parts) => expect(fileNameParts(text)).toEqual(parts));

test.each([
  ['multiqc-1.19.dist-info', 'multiqc', '1.19'],
  ['ruamel.yaml-0.18.6.dist-info', 'ruamel-yaml', '0.18.6'],
  ['my-pkg-1.0.dist-info', 'my-pkg', '1.0'],
  ['Foo_Bar-2.0-py3.9.egg-info', 'foo-bar', '2.0'],
  ['foo-1.0-py3.10-linux-x86_64.egg-info', 'foo', '1.0'],
  ['local-1.0+cu118.dist-info', 'local', '1.0+cu118'],
  ['dev.egg-info', 'dev', ''],
])('what pip leaves: %s', (folder, name, version) =>
  expect(pipOf(`${folder}\n`)).toEqual([{ name, version }]),
);

test('what pip was removing, and other folders, are no packages', () =>
  expect(pipOf('~umpy-1.26.0.dist-info\n-1.dist-info\nnumpy\n\n')).toEqual([]));

describe('lists', () => {
  test('conda list --explicit, with and without hashes', () => {
    const found = native(
      'explicit.txt',
      `# platform: linux-64\n@EXPLICIT\nhttps://conda.anaconda.org/bioconda/linux-64/samtools-1.17-h00cdaf9_0.tar.bz2#${'a'.repeat(32)}\nhttps://t:p@h.example/t/x/lab/noarch/tool-2-0.conda#sha256:${'b'.repeat(64)}\nwhat is this\n`,
    );
    expect(found.format).toBe('conda-explicit');
    expect(packages(found)).toEqual([
      {
        name: 'samtools',
        version: '1.17',
        build: 'h00cdaf9_0',
        subdir: 'linux-64',
        channel: 'bioconda',
        sha256: '',
        md5: 'a'.repeat(32),
      },
      {
        name: 'tool',
        version: '2',
        build: '0',
        subdir: 'noarch',
        channel: 'https://h.example/lab',
        sha256: 'b'.repeat(64),
        md5: '',
      },
    ]);
    expect(found.problems).toMatchObject([{ line: 5, text: 'what is this' }]);
  });

  test('conda list --export and --json', () => {
    const exported = native('list.txt', '# comment\nsamtools=1.17=h00cdaf9_0\nmultiqc=1.19=pypi_0\n');
    expect(exported).toMatchObject({
      format: 'conda-export',
      document: { pip: [{ name: 'multiqc', version: '1.19' }] },
    });
    const json = native(
      'list.json',
      JSON.stringify([
        {
          base_url: 'https://conda.anaconda.org/bioconda',
          build_number: 0,
          build_string: 'h0_0',
          channel: 'bioconda',
          dist_name: 'bwa-0.7.17-h0_0',
          name: 'bwa',
          platform: 'linux-64',
          version: '0.7.17',
        },
        { channel: 'pypi', name: 'x', version: '1', platform: 'pypi', build_string: 'pypi_0' },
        5,
      ]),
    );
    expect(json.format).toBe('conda-list-json');
    expect(packages(json)).toMatchObject([
      { name: 'bwa', build: 'h0_0', subdir: 'linux-64', channel: 'bioconda' },
    ]);
    expect(json.problems).toHaveLength(1);
  });

  test('a lock of conda-lock is no list of addresses', () => {
    const lock = `version: 1
metadata: { channels: [{ url: conda-forge }] }
package:
- name: zlib
  version: 1.2.13
  manager: conda
  platform: linux-64
  dependencies: {}
  url: https://conda.anaconda.org/conda-forge/linux-64/zlib-1.2.13-hd590300_5.conda
  hash: { md5: ${'a'.repeat(32)}, sha256: ${'b'.repeat(64)} }
- { name: six, version: 1.16.0, manager: pip, platform: linux-64, url: 'https://files.example/six.whl', hash: {} }
`;
    const found = native('conda-lock.yml', lock);
    expect(found.format).toBe('conda-lock');
    expect(found.document).toMatchObject({
      packages: [
        {
          name: 'zlib',
          version: '1.2.13',
          build: 'hd590300_5',
          subdir: 'linux-64',
          channel: 'conda-forge',
          sha256: 'b'.repeat(64),
        },
      ],
      pip: [{ name: 'six', version: '1.16.0' }],
    });
  });

  test('an environment file is what is asked for', () => {
    const found = native(
      'environment.yml',
      'name: x\nchannels: [bioconda]\ndependencies:\n- samtools=1.17\n- pip:\n  - multiqc\n',
    );
    expect(found.document).toEqual({
      kind: 'conda.specification',
      name: 'x',
      channels: ['bioconda'],
      specs: ['samtools=1.17'],
      pip: ['multiqc'],
    });
    expect(found.offerings).toEqual([]);
  });

  test('lists of pip are in one form and order', () => {
    const rows = ['b_c', 'a', 'B.C'].map((name) => ({ name, version: '1', channel: 'pypi' }));
    const pip = [
      { name: 'a', version: '1' },
      { name: 'b-c', version: '1' },
    ];
    expect(native('x', JSON.stringify(rows)).document).toMatchObject({ pip });
    const lock =
      'version: 1\npackage:\n- {name: B.C, version: "1", manager: pip}\n- {name: a, version: "1", manager: pip}\n';
    expect(native('x', lock)).toMatchObject({ format: 'conda-lock', document: { pip } });
  });

  test('conda list as people see it, of conda and of micromamba', () => {
    const conda = native(
      'list.txt',
      `# packages in environment at /opt/miniforge3/envs/bio:
#
# Name                    Version                   Build  Channel
samtools                  1.17                 h00cdaf9_0    bioconda
zlib                      1.2.13               hd590300_5
multiqc                   1.19                     pypi_0    pypi
old                       1.0                       <pip>
what
`,
    );
    expect(conda).toMatchObject({
      format: 'conda-list',
      document: {
        packages: [
          { name: 'samtools', version: '1.17', build: 'h00cdaf9_0', channel: 'bioconda' },
          { name: 'zlib', version: '1.2.13', build: 'hd590300_5', channel: '' },
        ],
        pip: [
          { name: 'multiqc', version: '1.19' },
          { name: 'old', version: '1.0' },
        ],
        unreadable: 1,
      },
      problems: [{ line: 8, text: 'what' }],
    });
    const micromamba = native(
      'list.txt',
      'List of packages in environment: "/opt/x"\n\n  Name  Version  Build  Channel\n──────────────\n  bwa  0.7.17  h0_0  bioconda\n',
    );
    expect(micromamba).toMatchObject({ format: 'conda-list', problems: [] });
    expect(packages(micromamba).map((one) => one.name)).toEqual(['bwa']);
  });

  test('an installation folder is its environments, a single one is one document', () => {
    const files = (paths: Record<string, string>) =>
      Object.entries(paths).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
    const site = 'envs/bio/lib/python3.11/site-packages';
    const whole = parseInput('conda', {
      name: 'Miniforge3',
      files: files({
        '.condarc': 'channels: [conda-forge]',
        'LICENSE.txt': 'Miniforge\n',
        'conda-meta/conda-24.1.0-0.json': record('conda', '24.1.0'),
        'conda-meta/._conda-24.1.0-0.json': 'macOS',
        'envs/bio/conda-meta/x-1-0.json': record('x', '1', '0', {
          files: [`${site.slice(9)}/y-1.dist-info/METADATA`],
        }),
        'envs/bio/conda-meta/cut-1-0.json': '{"url": "https://u:hunter2@h.example/t/tk-secret/',
        [`${site}/y-1.dist-info/METADATA`]: '',
        [`${site}/z-1.dist-info/METADATA`]: '',
        [`${site}/told-1.dist-info/INSTALLER`]: 'conda\n',
        'pkgs/x-1-0/info/index.json': record('x', '1'),
      }),
    });
    expect(whole).toMatchObject({
      format: 'conda-meta',
      roots: [
        {
          kind: 'installation',
          items: [
            { path: '', document: { product: 'miniforge', conda: '24.1.0', channels: ['conda-forge'] } },
            { path: '.', document: { packages: [{ name: 'conda' }], pip: [], unreadable: 0 } },
            {
              path: 'envs/bio',
              document: { packages: [{ name: 'x' }], pip: [{ name: 'z' }], unreadable: 1 },
            },
          ],
        },
      ],
    });
    expect(whole.problems).toHaveLength(1);
    expect(JSON.stringify(whole)).not.toMatch(/hunter2|tk-secret/);
    const one = parseInput('conda', {
      name: 'bio',
      files: files({ 'conda-meta/history': '', 'conda-meta/x-1-0.json': record('x', '1') }),
    });
    expect(one).toMatchObject({ document: { packages: [{ name: 'x' }] }, roots: [] });
  });

  test.each([
    ['<unknown>', 'https://conda.anaconda.org/bioconda/linux-64/x-1-0.conda', 'bioconda'],
    ['defaults', 'https://repo.anaconda.com/pkgs/r/noarch/x-1-0.conda', 'pkgs/r'],
    ['defaults', '', 'defaults'],
    ['<unknown>', '/tmp/x-1-0.conda', ''],
    ['conda-forge', 'https://mirror.example/conda-forge/linux-64/x-1-0.conda', 'conda-forge'],
  ])('the channel %s of %s is %s', (channel, url, name) =>
    expect(packages(native('x-1-0.json', record('x', '1', '0', { channel, url })))[0]?.channel).toBe(name),
  );

  test('a record that is no text is none, and one that lists escaped names is one', () => {
    const files = ['lib/systemd/system/a\\x2db.service', 'q"'];
    const text = record('x', '1', '0', { files });
    expect(packages(native('x-1-0.json', text))).toMatchObject([{ name: 'x' }]);
    const bytes = Buffer.from('{"name":"l\xe4","version":"1"}', 'latin1');
    expect(native('x', bytes, 'conda-meta')).toMatchObject({ outcome: 'failed', document: null });
  });

  test('what cannot be read is shown without secrets', () => {
    const url = 'https://joe:hunter2@h.example/t/tk-secret/x';
    const texts = [
      `@EXPLICIT\n${url}\n`,
      `dependencies: [${url}, {pip: ['git+${url}']}]\n`,
      `Name Version Build\n${url}\n`,
    ];
    for (const text of texts) expect(JSON.stringify(native('x', text))).not.toMatch(/hunter2|tk-secret/);
    expect(JSON.stringify(native('x', url, 'conda-lock'))).not.toMatch(/hunter2|tk-secret/);
  });

  test.each([
    ['/opt/miniforge3', '.', 'conda activate /opt/miniforge3'],
    ['/opt/miniforge3', 'envs/bio', 'conda activate /opt/miniforge3/envs/bio'],
    ['/opt/miniforge3', "envs/o'brien $(x)", "conda activate '/opt/miniforge3/envs/o'\\''brien $(x)'"],
    ['/apps/micromamba', 'envs/r', 'micromamba activate /apps/micromamba/envs/r'],
    ['/apps/micromamba-2.0/root', 'envs/r', 'micromamba activate /apps/micromamba-2.0/root/envs/r'],
  ])('%s and %s is loaded by %s', (rootPath, itemPath, load) =>
    expect(
      conda.locate({ rootKind: 'installation', rootPath, itemPath, provider: 'conda', locator: '' }).load,
    ).toBe(load),
  );

  test('hostile sizes and depths neither hang nor throw', () => {
    const began = Date.now();
    expect(channelName(`${'/'.repeat(200_000)}x`)).toHaveLength(200_001);
    const depth = 50_000;
    const texts = [
      '['.repeat(depth) + ']'.repeat(depth),
      '{a: '.repeat(depth),
      '- '.repeat(depth),
      '? '.repeat(depth),
      `["]", `.repeat(depth),
    ];
    for (const text of texts) {
      expect(channelsOf(`channels: ${text}`)).toEqual([]);
      for (const form of conda.natives) {
        const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
        form.recognise(input);
        form.parse(input);
      }
    }
    expect(Date.now() - began).toBeLessThan(5000);
  });

  test('anything at all is read without an error', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('@EXPLICIT', 'dependencies:\n- [', 'package: [1, {}]', '[{}]', '&a [*a]'),
    );
    fc.assert(
      fc.property(texts, fc.string(), (one, two) => {
        for (const form of conda.natives) {
          const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(one + two) }] };
          form.recognise(input);
          form.parse(input);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('the agent under %s', (_, shell) => {
  const session = (root: string, roots: string[] = []) =>
    agentSession({ facets: ['conda'], root, roots: roots.map((path) => ({ facet: 'conda', path })) }, shell);
  const read = (root: string, roots: string[] = []) => {
    const [evidence] = session(root, roots).facets;
    if (!evidence) throw new Error('no facet');
    return conda.read(evidence);
  };

  test('takes hostile names as data', () => {
    const root = folder();
    const envs = join(root, 'opt/miniforge3/envs');
    const names = [
      "o'brien",
      'two words',
      'new\nline',
      '$(touch HOSTILE)',
      '`touch HOSTILE`',
      '-n',
      '@gz 0 end absent',
      '*',
      '"q"',
      '\u001b[31m',
    ];
    for (const name of names) {
      mkdirSync(join(envs, name, 'conda-meta'), { recursive: true });
      writeFileSync(
        join(envs, name, 'conda-meta/a b$(touch HOSTILE)-1-0.json'),
        record('hostile', '1', name),
      );
    }
    const bytes = Buffer.concat([Buffer.from(`${envs}/`), Buffer.from([0x62, 0xff])]);
    mkdirSync(Buffer.concat([bytes, Buffer.from('/conda-meta')]), { recursive: true });
    writeFileSync(Buffer.concat([bytes, Buffer.from('/conda-meta/history')]), '');
    const reading = read(root);
    const [found] = reading.roots;
    expect(
      found?.items
        .slice(1)
        .map((item) => item.path)
        .sort(),
    ).toEqual([...names, 'b\\xff'].map((name) => `envs/${name}`).sort());
    const builds = found?.items.flatMap((item) =>
      'packages' in item.facts ? (item.facts as Environment).packages : [],
    );
    expect(builds?.map((one) => one.build).sort()).toEqual([...names].sort());
    expect(readdirSync('.')).not.toContain('HOSTILE');
    expect(reading.problems).toEqual([]);
  });

  test('says what it could not read, and keeps the rest', () => {
    const root = folder();
    const meta = join(root, 'opt/miniforge3/conda-meta');
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(meta, 'good-1-0.json'), record('good', '1'));
    writeFileSync(join(meta, 'compact-1-0.json'), '{"name":"compact","version":"1","build":"0"}');
    writeFileSync(join(meta, 'cut-1-0.json'), record('cut', '1').slice(0, 60));
    writeFileSync(join(meta, 'bytes-1-0.json'), Buffer.from([0x7b, 0xff, 0xfe, 0x0a]));
    writeFileSync(join(meta, 'empty-1-0.json'), '');
    writeFileSync(join(meta, '._good-1-0.json'), 'macOS');
    // One record's bytes must not spoil the escapes of another.
    writeFileSync(
      join(meta, 'latin-1-0.json'),
      Buffer.from('{"name":"l\xe4","version":"1","build":"0"}', 'latin1'),
    );
    const files = ['lib/systemd/system/a\\x2db.service'];
    writeFileSync(
      join(meta, 'quoted-1-0.json'),
      JSON.stringify({ name: 'quoted', version: '1', license: '"q"', files }),
    );
    const reading = read(root);
    const facts = reading.roots[0]?.items.find((item) => item.path === '.')?.facts as Environment;
    expect(facts.packages.map((one) => one.name)).toEqual(['compact', 'good', 'quoted']);
    expect(facts.unreadable).toBe(reading.problems.length);
    expect(reading.problems.map((problem) => problem.text).sort()).toEqual([
      'bytes-1-0.json',
      'cut-1-0.json',
      'empty-1-0.json',
      'latin-1-0.json',
    ]);
    // Known to be corrupt is not the same as not known.
    expect(reading.roots[0]?.unread).toEqual([]);
  });

  test('leaves access tokens on the node', () => {
    const root = folder();
    const prefix = join(root, 'opt/miniforge3');
    mkdirSync(join(prefix, 'conda-meta'), { recursive: true });
    mkdirSync(join(prefix, 'pkgs'));
    const url = 'https://joe:p@hunter2@h.example/t/tk-secret/lab/noarch/x-1-0.conda';
    writeFileSync(
      join(prefix, 'conda-meta/x-1-0.json'),
      record('x', '1', '0', { url, channel: url.replace(/\/x-.*/, '') }),
    );
    writeFileSync(
      join(prefix, 'conda-meta/y-1-0.json'),
      JSON.stringify({ name: 'y', version: '1', build: '0', url }),
    );
    writeFileSync(
      join(prefix, '.condarc'),
      `proxy_servers:\n  http: joe:hunter2@proxy:3128\nchannels:\n- https://joe:p@hunter2@h.example/t/tk-secret/lab # hunter2\n# hunter2 is for\nupload_key: hunter2\n`,
    );
    writeFileSync(
      join(prefix, 'conda-meta/z-1-0.json'),
      JSON.stringify({ name: 'z', version: '1', build: '0', url }).replaceAll('/', '\\/'),
    );
    const raw = runAgent({ facets: ['conda'], root }, shell).toString('latin1');
    expect(raw).toContain('h.example/lab');
    expect(raw).not.toMatch(/hunter2|tk-secret/);
  });

  test('lists what pip installed, and not what conda packages left in site-packages', () => {
    const root = folder();
    const env = join(root, 'opt/miniforge3/envs/py');
    const make = (path: string, text = '') => {
      mkdirSync(join(env, path, '..'), { recursive: true });
      writeFileSync(join(env, path), text);
    };
    const site = 'lib/python3.11/site-packages';
    const files = [`${site}/msgpack-0.6.1-py3.11.egg-info/PKG-INFO`, `${site}/msgpack/__init__.py`];
    make('conda-meta/msgpack-python-0.6.1-0.json', record('msgpack-python', '0.6.1', '0', { files }));
    const torch = {
      name: 'pytorch',
      version: '2.0',
      build: '0',
      files: [`${site}/torch-2.0.dist-info/METADATA`],
    };
    make('conda-meta/pytorch-2.0-0.json', JSON.stringify(torch));
    make(`${site}/msgpack-0.6.1-py3.11.egg-info/PKG-INFO`);
    make(`${site}/torch-2.0.dist-info/METADATA`);
    make(`${site}/told-1.dist-info/INSTALLER`, 'conda\n');
    make(`${site}/real-1.0.dist-info/INSTALLER`, 'pip\n');
    make(`${site}/edited.egg-link`, '/home/ann/edited\n.');
    make(`${site}/whole-3.1-py3.11.egg/EGG-INFO/PKG-INFO`);
    make('lib/pypy3.9/site-packages/other-2.0.dist-info/METADATA');
    const facts = read(root).roots[0]?.items.find((item) => item.path === 'envs/py')?.facts as Environment;
    expect(facts.packages.map((one) => one.name)).toEqual(['msgpack-python', 'pytorch']);
    expect(facts.pip.map((one) => `${one.name} ${one.version}`)).toEqual([
      'edited ',
      'other 2.0',
      'real 1.0',
      'whole 3.1',
    ]);
  });

  test('takes channels from every place that holds for all users, the nearest first', () => {
    const root = folder();
    const make = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    make('opt/miniforge3/conda-meta/conda-24.1.0-0.json', record('conda', '24.1.0'));
    make('opt/miniforge3/condabin/conda', '');
    make('opt/miniforge3/condarc.d/site.yml', 'channels: [first]\n');
    make(
      'opt/miniforge3/.condarc',
      'ssl_verify: true\n"channels":\n  - second\n  # why\n  - https://u:p@h.example/third/\n',
    );
    make('var/lib/conda/condarc', 'channels:\n- fourth\n- first\n');
    make('etc/conda/.condarc', 'channels: [\n  fifth\n]\nchannel_alias: https://none.example\n');
    const [installation] = read(root).roots[0]?.items ?? [];
    expect(installation?.facts).toMatchObject({
      channels: ['first', 'second', 'https://h.example/third', 'fourth', 'fifth'],
    });
  });

  test('what is left of an environment is unread, and an empty one is empty', () => {
    const root = folder();
    for (const name of ['left', 'empty'])
      mkdirSync(join(root, 'opt/miniforge3/envs', name, 'conda-meta'), { recursive: true });
    writeFileSync(join(root, 'opt/miniforge3/envs/empty/conda-meta/history'), '');
    const [found] = read(root).roots;
    expect(found?.unread).toEqual([{ reason: 'corrupt', path: 'envs/left' }]);
    expect(found?.items.map((item) => item.path)).toEqual(['', 'envs/empty']);
    expect(found?.items[1]?.facts).toMatchObject({ packages: [], pip: [], unreadable: 0 });
  });

  test('an installation that cannot be named in a list is not the same as none', () => {
    const root = folder();
    mkdirSync(join(root, 'opt/new\nline/conda-meta'), { recursive: true });
    expect(read(root)).toMatchObject({ outcome: 'failed', reason: 'permission', roots: [] });
  });

  test('tells a configured place that is gone from one that is empty', () => {
    const root = folder();
    mkdirSync(join(root, 'srv/envs'), { recursive: true });
    const reading = read(root, ['/srv/envs', '/srv/gone']);
    expect(reading.roots.map((one) => [one.path, one.outcome, one.reason, one.items.length])).toEqual([
      ['/srv/envs', 'present', '', 0],
      ['/srv/gone', 'failed', 'root-missing', 0],
    ]);
    // Known again as what it most likely was, without a document that nothing speaks for.
    expect(reading.roots[0]?.kind).toBe('installation');
  });

  test('reads homes only where that is asked for, and each installation once', () => {
    const root = folder();
    const make = (path: string) => {
      mkdirSync(join(root, path, 'conda-meta'), { recursive: true });
      writeFileSync(join(root, path, 'conda-meta/x-1-0.json'), record('x', '1'));
    };
    for (const path of ['home/ann/miniconda3', 'home/ann/miniconda3/envs/a', 'home/bob/envs/b', 'srv/lone'])
      make(path);
    make('opt/python/2024.02');
    mkdirSync(join(root, 'home/ann/.conda'));
    const list = '/home/ann/miniconda3/envs/a\n/srv/lone/\n/srv/gone\n\nrelative\n$(touch HOSTILE)\n';
    writeFileSync(join(root, 'home/ann/.conda/environments.txt'), list);
    mkdirSync(join(root, 'home/bob/.conda'));
    writeFileSync(join(root, 'home/bob/.conda/environments.txt'), '/home/bob/envs/b');
    symlinkSync('python/2024.02', join(root, 'opt/conda'));
    // Even where the node's own profile names one.
    mkdirSync(join(root, 'etc/profile.d'), { recursive: true });
    writeFileSync(
      join(root, 'etc/profile.d/conda.sh'),
      `. "/home/ann/miniconda3/etc/profile.d/conda.sh"\nexport CONDA_EXE='/srv/site/bin/conda'\n`,
    );
    make('srv/site');
    const places = (homes: boolean) => {
      const [evidence] = agentSession({ facets: ['conda'], root, homes }, shell).facets;
      return evidence?.roots.map((one) => [one.kind, one.path, one.items.map((item) => item.path)]);
    };
    const shared = [
      ['environments', '/opt/conda', ['.']],
      ['environments', '/srv/site', ['.']],
    ];
    expect(places(false)).toEqual(shared);
    expect(places(true)).toEqual([
      shared[0],
      ['installation', '/home/ann/miniconda3', ['', '.', 'envs/a']],
      shared[1],
      ['environments', '/srv/lone', ['.']],
      ['environments', '/home/bob/envs', ['b']],
    ]);
    expect(readdirSync('.')).not.toContain('HOSTILE');
  });

  test("takes the audit account's own installation for what it is: one in a home", () => {
    const home = folder();
    mkdirSync(join(home, 'own/conda-meta'), { recursive: true });
    writeFileSync(join(home, 'own/conda-meta/x-1-0.json'), record('x', '1'));
    const paths = (env: Record<string, string>) => {
      const [evidence] = agentSession({ facets: ['conda'] }, shell, env).facets;
      return evidence?.roots.map((one) => one.path);
    };
    const CONDA_EXE = join(home, 'own/bin/conda');
    expect(paths({ HOME: home, CONDA_EXE })).not.toContain(join(home, 'own'));
    expect(paths({ HOME: '/nowhere', CONDA_EXE })).toContain(join(home, 'own'));
  });

  test('a record or an environment that leads nowhere is unread', () => {
    const root = folder();
    const prefix = join(root, 'opt/miniforge3');
    mkdirSync(join(prefix, 'conda-meta'), { recursive: true });
    mkdirSync(join(prefix, 'envs'));
    mkdirSync(join(prefix, 'conda-meta/folder-1-0.json'));
    writeFileSync(join(prefix, 'conda-meta/good-1-0.json'), record('good', '1'));
    symlinkSync('/mnt/lost/x.json', join(prefix, 'conda-meta/lost-1-0.json'));
    symlinkSync('/mnt/lost/env', join(prefix, 'envs/lost'));
    const [found] = read(root).roots;
    expect(found?.unread).toEqual([
      { reason: 'vanished', path: 'envs/lost' },
      { reason: 'vanished', path: './conda-meta/lost-1-0.json' },
    ]);
    expect(found?.items[1]?.facts).toMatchObject({ packages: [{ name: 'good' }], unreadable: 1 });
  });

  test('a thousand packages are all there, in equal documents, and their files stay on the node', () => {
    const root = folder();
    const meta = join(root, 'opt/miniforge3/conda-meta');
    mkdirSync(meta, { recursive: true });
    const files = Array.from({ length: 50 }, (_, at) => `lib/python3.11/site-packages/p/file${at}.py`);
    const more = { files, paths_data: { paths: files.map((_path) => ({ _path, sha256: 'f'.repeat(64) })) } };
    for (let at = 0; at < 1000; at += 1)
      writeFileSync(join(meta, `p${at}-1-0.json`), record(`p${at}`, '1', '0', more));
    const first = read(root);
    const facts = first.roots[0]?.items.find((item) => item.path === '.')?.facts as Environment;
    expect(facts.packages).toHaveLength(1000);
    expect(new Set(facts.packages.map((one) => one.name)).size).toBe(1000);
    const sent = first.roots[0]?.items[0]?.evidence.parts.find((part) => part.name === 'records')?.bytes;
    expect(sent?.length).toBeLessThan(1000 * 150);
    const hashes = (reading: typeof first) =>
      reading.roots.flatMap((one) =>
        one.items.map((item) => canonicalDocument(item.facts).hash.toString('hex')),
      );
    expect(hashes(read(root))).toEqual(hashes(first));
  });
});

test.skipIf(process.getuid?.() !== 0)('a folder that may not be entered is not the same as no conda', () => {
  const root = folder();
  for (const name of ['opt/theirs', 'apps/lost+found', 'opt/containerd', 'opt/open']) {
    mkdirSync(join(root, name), { recursive: true });
    if (name !== 'opt/open') chmodSync(join(root, name), 0o700);
  }
  const look = () => {
    const input = settingsLines({ facets: ['conda'], root }) + agentBundle().text;
    const args = ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh', '-s'];
    return decodeFrames(spawnSync('setpriv', args, { input }).stdout).facets[0];
  };
  expect(look()).toMatchObject({
    outcome: 'failed',
    reason: 'permission',
    message: expect.stringContaining('/opt/theirs'),
  });
  rmSync(join(root, 'opt/theirs'), { recursive: true });
  expect(look()).toMatchObject({ outcome: 'absent', reason: 'not-installed' });
});

test.skipIf(process.getuid?.() !== 0)('an environment of somebody else is unread, not gone', () => {
  const root = folder();
  for (const name of ['mine', 'theirs']) {
    mkdirSync(join(root, 'opt/miniforge3/envs', name, 'conda-meta'), { recursive: true });
    writeFileSync(join(root, 'opt/miniforge3/envs', name, 'conda-meta/x-1-0.json'), record('x', '1'));
  }
  chmodSync(join(root, 'opt/miniforge3/envs/theirs'), 0o700);
  chmodSync(join(root, 'opt/miniforge3/envs/mine/conda-meta/x-1-0.json'), 0o600);
  const input = `GZ_ROOT='${root}' GZ_FACETS=conda\n${runScript()}`;
  const run = spawnSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh', '-s'], {
    input,
  });
  const file = { path: 'x', bytes: run.stdout };
  const found = parseInput('conda', { name: 'x', files: [file] }, 'frames');
  expect(found.roots[0]).toMatchObject({
    outcome: 'present',
    unread: [
      { reason: 'permission', path: 'envs/theirs' },
      { reason: 'permission', path: 'envs/mine/conda-meta/x-1-0.json' },
    ],
    items: [{ path: '' }, { path: 'envs/mine', document: { packages: [], unreadable: 1 } }],
  });
});

function runScript(): string {
  return spawnSync(process.execPath, ['bin/gazetteer.js', 'agent', 'print'], { encoding: 'utf8' }).stdout;
}

describe.skipIf(!hasCorpus)('real files', () => {
  const rows = hasCorpus
    ? readFileSync(`${corpus}/INDEX.tsv`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
    : [];
  const kind = (name: string) =>
    rows.filter((row) => row[0] === name).map((row) => ({ path: row[1] ?? '', truth: row[6] ?? '' }));

  test.each(kind('conda-meta').filter(({ path }) => path.endsWith('.json')))('$path', ({ path }) => {
    const bytes = readFileSync(`${corpus}/${path}`);
    const found = native(path.replace(/^.*\//, ''), bytes, 'conda-meta');
    let record: Record<string, unknown> | undefined;
    try {
      record = JSON.parse(bytes.toString('utf8'));
    } catch {
      expect(found.outcome).toBe('failed');
      return;
    }
    if (typeof record?.name !== 'string') return;
    expect(packages(found)).toMatchObject([
      { name: record.name, version: record.version, build: record.build ?? record.build_string },
    ]);
  });

  // Lists of specs are kept under this kind as well; they hold no addresses.
  const explicit = kind('conda-explicit').filter(({ path }) =>
    readFileSync(`${corpus}/${path}`, 'utf8').includes('@EXPLICIT'),
  );
  test.each(explicit)('$path has the addresses that it names', ({ path }) => {
    const text = readFileSync(`${corpus}/${path}`, 'utf8');
    const urls = text
      .split('\n')
      .filter((line) => /^\S+:\/\/\S+\.(conda|tar\.bz2)(#\S+)?$/.test(line.trim()));
    const found = native('x', text, 'conda-explicit');
    expect(new Set(urls.map((url) => url.split('#')[0])).size).toBe(packages(found).length);
  });

  // A lock of conda-lock, version 1, has a list "package"; other locks under this kind have not.
  const locks = kind('conda-lock').flatMap(({ path }) => {
    const text = readFileSync(`${corpus}/${path}`, 'utf8');
    return /^package:/m.test(text) && !/^version: 1\d/m.test(text) ? [{ path, text }] : [];
  });
  test('there are locks', () => expect(locks.length).toBeGreaterThan(10));
  test.each(locks)('$path has each package that it names', ({ text }) => {
    const found = native('x', text);
    expect(found).toMatchObject({ format: 'conda-lock', problems: [] });
    // Counted by lines, without reading YAML: addresses of conda packages, each once.
    const addresses = new Set(text.match(/(?<=^ +(?:- )?url: ['"]?)\S+?\.(?:conda|tar\.bz2)(?=['"]?$)/gm));
    expect(packages(found)).toHaveLength(addresses.size);
    expect(packages(found).filter((one) => one.sha256 === '' && one.md5 === '')).toHaveLength(
      /^ *hash:/m.test(text) ? 0 : addresses.size,
    );
  });

  test.each(kind('conda-env-yaml').filter(({ truth }) => /conda deps/.test(truth)))(
    '$path: $truth',
    ({ path, truth }) => {
      const found = native('environment.yml', readFileSync(`${corpus}/${path}`), 'environment-yml');
      expect(Specification.parse(found.document).specs).toHaveLength(Number.parseInt(truth, 10));
    },
  );
});
