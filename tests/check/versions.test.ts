import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { condaConstraint } from '../../server/check/versions/condaConstraint.ts';
import { parseCondaSpec } from '../../server/check/versions/condaSpec.ts';
import { isLike } from '../../server/check/versions/glob.ts';
import { pep440Constraint } from '../../server/check/versions/pep440Constraint.ts';
import { parsePipRequirement } from '../../server/check/versions/pipRequirement.ts';
import { expectLinear } from '../names/effort.ts';

/** What packaging 26.2 says of these (SpecifierSet.contains, prereleases allowed). */
const PYTHON = [
  ...['1.17', '1.17.0', '1.17.1', '1.18a1', '1.18rc1', '1.18', '1.18.post1', '2.0.dev1', '2.0', '1!1.0'],
  ...['1.17+cu118', '1.17.post2', '0.9', '1.17b2.post345.dev456', '2024.1', '1.0'],
];
const SPECIFIERS: [string, string][] = [
  ['>=1.17,<2', '1.17 1.17.0 1.17.1 1.18a1 1.18rc1 1.18 1.18.post1 1.17+cu118 1.17.post2'],
  ['==1.17', '1.17 1.17.0 1.17+cu118'],
  ['==1.17.*', '1.17 1.17.0 1.17.1 1.17+cu118 1.17.post2 1.17b2.post345.dev456'],
  ['~=1.17', '1.17 1.17.0 1.17.1 1.18a1 1.18rc1 1.18 1.18.post1 1.17+cu118 1.17.post2'],
  ['~=1.17.0', '1.17 1.17.0 1.17.1 1.17+cu118 1.17.post2'],
  [
    '!=1.17',
    '1.17.1 1.18a1 1.18rc1 1.18 1.18.post1 2.0.dev1 2.0 1!1.0 1.17.post2 0.9 1.17b2.post345.dev456 2024.1 1.0',
  ],
  ['<1.18', '1.17 1.17.0 1.17.1 1.17+cu118 1.17.post2 0.9 1.17b2.post345.dev456 1.0'],
  ['>1.18', '2.0.dev1 2.0 1!1.0 2024.1'],
  ['>1.17', '1.17.1 1.18a1 1.18rc1 1.18 1.18.post1 2.0.dev1 2.0 1!1.0 2024.1'],
  ['<=1.18', '1.17 1.17.0 1.17.1 1.18a1 1.18rc1 1.18 1.17+cu118 1.17.post2 0.9 1.17b2.post345.dev456 1.0'],
  ['==1.17+cu118', '1.17+cu118'],
  ['>=1!0', '1!1.0'],
  ['<1.18rc1', '1.17 1.17.0 1.17.1 1.18a1 1.17+cu118 1.17.post2 0.9 1.17b2.post345.dev456 1.0'],
  ['===1.17', '1.17'],
  ['!=1.17.*', '1.18a1 1.18rc1 1.18 1.18.post1 2.0.dev1 2.0 1!1.0 0.9 2024.1 1.0'],
  [
    '>1.17b1',
    '1.17 1.17.0 1.17.1 1.18a1 1.18rc1 1.18 1.18.post1 2.0.dev1 2.0 1!1.0 1.17+cu118 1.17.post2 1.17b2.post345.dev456 2024.1',
  ],
  ['>=2.0.dev0', '2.0.dev1 2.0 1!1.0 2024.1'],
];

test.each(SPECIFIERS)('%s takes what PEP 440 says', (specifier, expected) => {
  const accepts = pep440Constraint(specifier);
  expect(PYTHON.filter((version) => accepts?.(version)).join(' ')).toBe(expected);
});

/** From conda's own tests of VersionSpec (tests/models/test_version.py), all asked of 1.7.1 but where another is named. */
const CONDA: [constraint: string, version: string, takes: boolean][] = [
  ['1.7.*', '1.7.1', true],
  ['1.7.1', '1.7.1', true],
  ['1.7.0', '1.7.1', false],
  ['1.7', '1.7.1', false],
  ['1.5.*', '1.7.1', false],
  ['>=1.5', '1.7.1', true],
  ['!=1.5', '1.7.1', true],
  ['!=1.7.1', '1.7.1', false],
  ['==1.7.1', '1.7.1', true],
  ['==1.7', '1.7.1', false],
  ['==1.7.1.0', '1.7.1', true],
  ['1.7.*|1.8.*', '1.7.1', true],
  ['>1.7,<1.8', '1.7.1', true],
  ['>1.7.1,<1.8', '1.7.1', false],
  ['=1.7', '1.7.1', true],
  ['=1.7', '1.70.1', false],
  ['1.7*', '1.7.1', true],
  ['!=1.7.*', '1.7.1', false],
  ['!=1.7.*', '1.8.0', true],
  ['>=1.7.*', '1.7.1', true],
  ['~=1.7.0', '1.7.1', true],
  ['~=1.6', '1.7.1', true],
  ['~=1.6.1', '1.7.1', false],
  ['*', 'anything', true],
  ['1.*.1', '1.7.1', true],
  ['1.*.2', '1.7.1', false],
  ['>=1.17,<2', '1.17', true],
  ['>=1.17,<2', '2.0', false],
  ['>=1.17,<2|3.*', '3.1', true],
  // Kept letters: OpenSSL's.
  ['>=1.1.1_,<1.1.2a', '1.1.1w', true],
  ['>=1.1.1', '1.1.1w', false],
  ['=1.1.1w', '1.1.1w', true],
];
test.each(CONDA)('conda: %s and %s', (constraint, version, takes) => {
  expect(condaConstraint(constraint)?.(version)).toBe(takes);
});

test.each(['^1.7.1$', '>', '=>1.0', '1.7 1.8', '~=1.7.*', '>1.7,', '(1.7|1.8)', '><1'])(
  'conda: %s is refused',
  (text) => {
    expect(condaConstraint(text)).toBeNull();
  },
);

/** name, version, constraint, build, channel */
const SPECS: [string, string][] = [
  ['samtools', 'samtools||||'],
  ['samtools=1.17', 'samtools||=1.17||'],
  ['samtools==1.17', 'samtools|1.17|||'],
  ['samtools 1.17', 'samtools|1.17|||'],
  ['samtools=1.17=h00cdaf9_0', 'samtools|1.17||h00cdaf9_0|'],
  ['samtools==1.17=h00cdaf9_0', 'samtools|1.17||h00cdaf9_0|'],
  ['samtools 1.17 h00cdaf9_0', 'samtools|1.17||h00cdaf9_0|'],
  ['bioconda::samtools=1.17', 'samtools||=1.17||bioconda'],
  ['conda-forge/linux-64::numpy >=1.20,<2', 'numpy||>=1.20,<2||conda-forge'],
  ['numpy>=1.20, <2', 'numpy||>=1.20,<2||'],
  ['numpy >= 1.20', 'numpy||>=1.20||'],
  ['pytorch=2.1=*cuda*', 'pytorch|2.1||*cuda*|'],
  ["pytorch[version='>=2.1,<3', build=cuda*]", 'pytorch||>=2.1,<3|cuda*|'],
  ['python=3.11.*', 'python||3.11.*||'],
  ['python *', 'python||||'],
  ['https://conda.anaconda.org/bioconda::samtools', 'samtools||||bioconda'],
  ['libblas=*=*mkl', 'libblas|||*mkl|'],
];
test.each(SPECS)('%s is taken apart', (text, expected) => {
  const found = parseCondaSpec(text);
  if (typeof found === 'string') throw new Error(found);
  expect([found.name, found.version, found.constraint, found.build, found.channel].join('|')).toBe(expected);
});

test.each([
  ['numpy', 'numpy||'],
  ['numpy==1.26.4', 'numpy|1.26.4|'],
  ['numpy[all]>=1.20,<2 ; python_version < "3.12"', 'numpy||>=1.20,<2'],
  ['numpy (>=1.20)', 'numpy||>=1.20'],
  ['scikit_learn ~=1.4', 'scikit_learn||~=1.4'],
])('%s of pip is taken apart', (text, expected) => {
  const found = parsePipRequirement(text);
  if (typeof found === 'string') throw new Error(found);
  expect([found.name, found.version, found.constraint].join('|')).toBe(expected);
});

test.each([
  'git+https://github.com/a/b',
  './folder',
  'name @ https://example.org/x.whl',
  'numpy=1.2',
  'numpy 1.2',
  '=1',
])('%s is no requirement of pip that can be matched', (text) => {
  expect(typeof parsePipRequirement(text)).toBe('string');
});

describe('whatever is asked for', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'=<>!~*.,|1a ^$()[]:\'"@;-_'), maxLength: 40 });
  test('nothing throws', () => {
    fc.assert(
      fc.property(letters, letters, (text, version) => {
        condaConstraint(text)?.(version);
        pep440Constraint(text)?.(version);
        parseCondaSpec(`a${text}`);
        parsePipRequirement(`a${text}`);
      }),
      { numRuns: 3000 },
    );
  });

  test('an exact version takes itself, and a range both its ends', () => {
    const part = fc.integer({ min: 0, max: 99 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const version = parts.join('.');
        for (const read of [condaConstraint, pep440Constraint]) {
          expect(read(`==${version}`)?.(version)).toBe(true);
          expect(read(`>=${version},<=${version}`)?.(version)).toBe(true);
          expect(read(`>${version}`)?.(version)).toBe(false);
          expect(read(`==${version}`)?.(`${version}.1`)).toBe(false);
        }
        expect(condaConstraint(`=${version}`)?.(`${version}.5`)).toBe(true);
      }),
    );
  });

  test('a pattern takes what it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b') }), { minLength: 1 }), (parts) => {
        expect(isLike(parts.join('b'), parts.join('*'))).toBe(true);
      }),
    );
    expect(isLike('aa', 'aa*aa')).toBe(false);
    expect(isLike('h1_cuda11', 'cuda*')).toBe(false);
  });

  test('effort grows with the input', () => {
    expectLinear((size) => void isLike('a'.repeat(size), 'a*'.repeat(size / 2)), 20_000, 'glob');
    expectLinear((size) => void pep440Constraint(`==${'1.'.repeat(size)}`), 20_000, 'pep440');
    expectLinear((size) => void condaConstraint(`>=${'1a'.repeat(size)}`), 5_000, 'conda');
    expectLinear((size) => void parsePipRequirement('a'.repeat(size)), 20_000, 'pip');
  });
});
