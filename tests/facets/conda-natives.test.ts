import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInput } from '../../server/cli/parse.ts';
import { channelName } from '../../server/facets/conda/channel.ts';
import { conda } from '../../server/facets/conda/index.ts';
import { channelsOf } from '../../server/facets/conda/installation.ts';
import { native, packages, record } from './conda-make.ts';

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
              document: {
                packages: [{ name: 'cut', version: '1' }, { name: 'x' }],
                pip: [{ name: 'z' }],
                unreadable: 1,
              },
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
