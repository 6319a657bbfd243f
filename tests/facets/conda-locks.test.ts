import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facets } from '../../server/facets/registry.ts';

function read(text: string) {
  const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
  const form = facets.conda.natives.find((one) => one.recognise(input));
  const found = form?.parse(input);
  return {
    format: form?.format ?? 'none',
    // biome-ignore lint/suspicious/noExplicitAny: a document of one of several kinds
    facts: found?.node?.facts as any,
    problems: found?.problems ?? [],
  };
}

const URL = 'https://conda.anaconda.org/conda-forge/linux-64/zlib-1.3.1-hb9d3cd8_2.conda';
const PIXI = `version: 6
environments:
  default:
    channels:
    - url: https://conda.anaconda.org/conda-forge/
    packages:
      linux-64:
      - conda: ${URL}
      - pypi: https://files.pythonhosted.org/packages/ab/six-1.16.0-py2.py3-none-any.whl
packages:
- conda: ${URL}
  sha256: ${'a'.repeat(64)}
- pypi: https://files.pythonhosted.org/packages/ab/six-1.16.0-py2.py3-none-any.whl
  name: six
  version: 1.16.0
`;
const HISTORY = `==> 2024-01-02 03:04:05 <==
# cmd: conda create -n x python=3.10 numpy
# conda version: 23.11.0
+conda-forge/linux-64::python-3.10.13-hd12c33a_1_cpython
+conda-forge/linux-64::numpy-1.26.3-py310hb13e2d6_0
# update specs: ['python=3.10', 'numpy']
==> 2024-02-02 03:04:05 <==
-conda-forge/linux-64::numpy-1.26.3-py310hb13e2d6_0
+https://conda.anaconda.org/t/secret/lab/linux-64::numpy-1.26.4-py310hb13e2d6_0
# update specs: ["numpy=1.26.4"]
==> 2024-03-02 03:04:05 <==
# remove specs: ['python']
what is this line
`;

describe('a lock', () => {
  test('of pixi: each package with the environments and platforms that take it', () => {
    const { format, facts, problems } = read(PIXI);
    expect([format, problems]).toEqual(['pixi-lock', []]);
    expect(facts).toMatchObject({ version: '6', channels: ['conda-forge'], platforms: ['linux-64'] });
    expect(facts.packages).toEqual([
      {
        name: 'zlib',
        version: '1.3.1',
        build: 'hb9d3cd8_2',
        subdir: 'linux-64',
        channel: 'conda-forge',
        sha256: 'a'.repeat(64),
        md5: '',
        used: ['default/linux-64'],
      },
    ]);
    expect(facts.pip).toEqual([{ name: 'six', version: '1.16.0', sha256: '', used: ['default/linux-64'] }]);
  });

  test('of conda-lock: a version that looks like a number stays the text it is', () => {
    const { format, facts } = read(`version: 1
package:
- {name: zlib, version: 1.10, manager: conda, platform: linux-64, url: ${URL.replace('1.3.1', '1.10')}, hash: {md5: ${'b'.repeat(32)}}, category: main}
- {name: six, version: 1.16.0, manager: pip, platform: linux-64, hash: {sha256: ${'c'.repeat(64)}}, category: main}
- {nothing: 1}
`);
    expect(format).toBe('conda-lock');
    expect(facts.packages).toMatchObject([{ name: 'zlib', version: '1.10', used: ['main/linux-64'] }]);
    expect(facts.pip).toMatchObject([{ name: 'six', version: '1.16.0' }]);
    expect(facts.unreadable).toBe(1);
  });

  test('of mamba and of uv', () => {
    const mamba = read(
      JSON.stringify({
        lockVersion: '1.0.0',
        platform: 'linux-64',
        channels: ['conda-forge'],
        packages: { 'zlib-1.3.1-hb9d3cd8_2.conda': { name: 'zlib', version: '1.3.1', build: 'hb9d3cd8_2' } },
        pipPackages: {},
      }),
    );
    expect([mamba.format, mamba.facts.packages[0]?.version]).toEqual(['mamba-lock', '1.3.1']);
    const uv = read(
      'version = 1\n\n[[package]]\nname = "six"\nversion = "1.16.0"\nsource = { registry = "x" }\n',
    );
    expect([uv.format, uv.facts.pip]).toEqual([
      'python-lock',
      [{ name: 'six', version: '1.16.0', sha256: '', used: [] }],
    ]);
  });

  test('that is spoilt anywhere never makes a reader throw', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(PIXI, HISTORY),
        fc.nat(1000),
        fc.string({ maxLength: 6 }),
        (text, at, more) => {
          read(text.slice(0, at % text.length) + more + text.slice((at % text.length) + 1));
        },
      ),
    ));
});

test('a history tells what was asked for, what is there, and no secret', () => {
  const { format, facts, problems } = read(HISTORY);
  expect(format).toBe('conda-history');
  expect(facts).toMatchObject({ revisions: 3, asked: ['numpy=1.26.4'] });
  expect(
    facts.packages.map((one: Record<string, string>) => `${one.channel} ${one.name} ${one.version}`),
  ).toEqual(['lab numpy 1.26.4', 'conda-forge python 3.10.13']);
  expect(problems.map((one) => one.line)).toEqual([13]);
  expect(JSON.stringify(facts)).not.toContain('secret');
});

test.each([
  [
    "python>=3.9\nconda-forge::numpy 1.26.*\nscipy[version='>=1']\n# a comment\n",
    ['python>=3.9', 'conda-forge::numpy 1.26.*', "scipy[version='>=1']"],
  ],
  [
    '-r other.txt\nsix==1.16.0 ; python_version < "3"\nrequests[socks]\n',
    ['six==1.16.0 ; python_version < "3"', 'requests[socks]'],
  ],
])('a list of specifications: %j', (text, specs) => {
  expect(read(text)).toMatchObject({ format: 'conda-specs', facts: { specs }, problems: [] });
});
