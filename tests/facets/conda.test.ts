import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelName, withoutSecrets } from '../../server/facets/conda/channel.ts';
import { readEnvironment } from '../../server/facets/conda/environment.ts';
import { readInstallation } from '../../server/facets/conda/installation.ts';
import { pipOf } from '../../server/facets/conda/pip.ts';
import { fileNameParts } from '../../server/facets/conda/record.ts';

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
    ['https://h.example/lab/noarch?token=tk-1&a.b=2', 'https://h.example/lab'],
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

const BSD = 'BSD 3-clause license\nCopyright (c) 2019, conda-forge\n';
test.each([
  ['conda', BSD, 'conda-24.1.0-0.json', 'miniforge'],
  ['mambaforge', BSD, 'conda-24.1.0-0.json', 'mambaforge'],
  ['anaconda3', BSD, 'conda-24.1.0-0.json', 'miniforge'],
  [
    'conda',
    'MINICONDA END USER LICENSE AGREEMENT\nCopyright 2015, Anaconda, Inc.\n',
    'conda-4.5.11-0.json',
    'miniconda',
  ],
  ['py', '', 'conda-4.5.11-0.json\nanaconda-2023.03-0.json', 'anaconda'],
  ['Miniconda3', '', 'conda-4.5.11-0.json', 'miniconda'],
  ['mamba', '', '', 'micromamba'],
  ['py', '', 'conda-4.5.11-0.json', 'conda'],
])('the installation %s with the licence %j is known', (name, licence, programs, product) => {
  const parts = Object.entries({ folder: name, licence, conda: programs }).map(([part, text]) => ({
    name: part,
    bytes: Buffer.from(text),
  }));
  expect(readInstallation(parts).product).toBe(product);
});

test('whatever stands in one record, the others are read', () => {
  const names = ['a', 'b', 'c', 'd'];
  const good = (name: string, at: number) =>
    at % 2 === 0
      ? `=  "name": "${name}",\n=  "version": "1\\"2"\n`
      : `>{"name": "${name}", "version": "1\\"2"}\n`;
  const body = fc.array(
    fc.tuple(
      fc.constantFrom('=', '>', '+', '!', ''),
      fc.oneof(fc.uint8Array({ maxLength: 30 }), fc.json().map(Buffer.from)),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(fc.nat({ max: 3 }), body, (bad, lines) => {
      // The agent marks each line of a file, so that none begins like the name of the next record.
      const marked = lines.map(([mark, bytes]) => {
        const inside = Buffer.from(bytes).filter((byte) => byte !== 0x0a);
        return Buffer.concat([Buffer.from(mark || '>'), inside, Buffer.from('\n')]);
      });
      const chunks = names.flatMap((name, at) => [
        Buffer.from(`@${name}-1-0.json\n`),
        ...(at === bad ? marked : [Buffer.from(good(name, at))]),
      ]);
      const { facts, problems, unread } = readEnvironment(
        [{ name: 'records', bytes: Buffer.concat(chunks) }],
        'x',
      );
      const kept = facts.packages.filter((one) => one.version === '1"2').map((one) => one.name);
      expect(kept).toEqual(expect.arrayContaining(names.filter((_, at) => at !== bad)));
      // A broken record has its name left, unless the agent could not open it at all.
      const unopened = unread.length;
      expect(facts.packages.length + unopened).toBe(4);
      expect(facts.unreadable).toBe(problems.length);
    }),
    { numRuns: 500 },
  );
});
