import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bestMatch,
  type Comparable,
  isOtherBytes,
  MATCHES,
  type Match,
  matchOf,
} from '../../server/compare/match.ts';
import { anyComparable } from './anyComparable.ts';

const base: Comparable = {
  tool: 'samtools',
  version: '1.17',
  variant: '',
  build: '',
  provider: 'module',
  digest: '',
};
const of = (more: Partial<Comparable>): Comparable => ({ ...base, ...more });

const CONDA = of({ provider: 'conda', build: 'h00cdaf9_0', digest: 'conda-sha256:aa' });
const IMAGE = of({ provider: 'apptainer', build: 'h00cdaf9_0', digest: 'oci-config:cc' });
const EASYBUILD = of({ build: 'GCC-12.2.0' });
const SPACK = of({ provider: 'spack', build: 'gcc-12.2.0-k4wz7qa2abcdefghijklmnopqrstuvwx' });

const cases: [match: Match, why: string, a: Comparable, b: Comparable][] = [
  ['identical', 'one conda file', CONDA, CONDA],
  [
    'identical',
    'one digest, whatever it is called',
    IMAGE,
    of({ provider: 'podman', version: '', digest: 'oci-config:cc' }),
  ],
  [
    'identical',
    'the same file by its own digest',
    { ...IMAGE, digest: '', marks: ['sif:11'] },
    { ...IMAGE, digest: '', marks: ['sif:11'] },
  ],
  [
    'identical',
    'two SIF files that were made from one image',
    { ...IMAGE, marks: ['sif:11'] },
    { ...IMAGE, marks: ['sif:22'] },
  ],
  ['identical', 'the same row of one root', of({ marks: ['place:7'] }), of({ marks: ['place:7'] })],
  ['same-version', 'the same row of another root', of({ marks: ['place:7'] }), of({ marks: ['place:8'] })],
  [
    'near-version',
    'another row of one root',
    of({ marks: ['place:7'] }),
    of({ version: '1.17.1', marks: ['place:7'] }),
  ],
  ['same-build', 'a tag that embeds the build of a package', IMAGE, CONDA],
  ['same-build', 'digests of other kinds say nothing', CONDA, { ...CONDA, digest: 'conda-md5:bb' }],
  ['same-build', 'no digest known', CONDA, { ...CONDA, digest: '' }],
  ['same-version', 'the same label with other bytes', CONDA, { ...CONDA, digest: 'conda-sha256:bb' }],
  [
    'same-version',
    'the same label from another channel',
    { ...CONDA, digest: '', marks: ['channel:bioconda'] },
    { ...CONDA, digest: '', marks: ['channel:acme'] },
  ],
  ['same-version', 'another build of the package', CONDA, { ...CONDA, build: 'h6899075_1', digest: '' }],
  [
    'same-version',
    'a build without a hash',
    of({ provider: 'conda', build: '0' }),
    of({ provider: 'conda', build: '0' }),
  ],
  [
    'same-build',
    'a build without a hash in one channel and subdir',
    of({ provider: 'conda', build: '0', marks: ['channel:bioconda', 'subdir:linux-64'] }),
    of({ provider: 'conda', build: '0', marks: ['channel:bioconda', 'subdir:linux-64'] }),
  ],
  [
    'same-version',
    'installed by pip twice',
    of({ provider: 'conda', build: 'pypi_0' }),
    of({ provider: 'conda', build: 'pypi_0' }),
  ],
  ['same-build', "Spack's hash in a module's name", SPACK, of({ build: 'gcc-12.2.0-k4wz7qa' })],
  [
    'same-version',
    'another hash of Spack',
    SPACK,
    { ...SPACK, build: 'gcc-12.2.0-zzzzzzz2abcdefghijklmnopqrstuvwx' },
  ],
  ['same-recipe', 'one toolchain of EasyBuild', EASYBUILD, EASYBUILD],
  [
    'same-recipe',
    'one easyconfig',
    { ...EASYBUILD, marks: ['recipe:1'] },
    { ...EASYBUILD, marks: ['recipe:1'] },
  ],
  [
    'same-version',
    'another easyconfig',
    { ...EASYBUILD, marks: ['recipe:1'] },
    { ...EASYBUILD, marks: ['recipe:2'] },
  ],
  ['same-version', 'another toolchain', EASYBUILD, of({ build: 'GCC-12.3.0' })],
  ['same-version', "a compiler's name is no recipe", of({ build: 'gnu-9.1' }), of({ build: 'gnu-9.1' })],
  [
    'same-version',
    'a package of two distributions',
    of({ provider: 'system', build: '1.17-2.el9' }),
    of({ provider: 'system', build: '1.17-2.el9' }),
  ],
  ['same-version', 'a module and a package', EASYBUILD, CONDA],
  ['near-version', 'another variant', EASYBUILD, of({ build: 'GCC-12.2.0', variant: '-CUDA-12.1.1' })],
  ['near-version', 'the same major and minor', of({}), of({ version: '1.17.1' })],
  ['other-version', 'another minor', of({}), of({ version: '1.18' })],
  ['other-version', 'minor 1 is not minor 17', of({}), of({ version: '1.1' })],
  ['other-version', 'one major alone says too little', of({ version: '2' }), of({ version: '2.1' })],
  ['other-version', 'neither says its version', of({ version: '' }), of({ version: '' })],
  ['other-version', 'one does not say its version', of({}), of({ version: '' })],
];

describe('matches', () => {
  test.each(cases)('%s: %s', (match, _, a, b) => {
    expect(matchOf(a, b)).toBe(match);
    expect(matchOf(b, a)).toBe(match);
  });

  test('every match of two offerings has a case', () => {
    const told = new Set(cases.map(([match]) => match));
    expect(MATCHES.filter((match) => !told.has(match))).toEqual(['missing', 'unknown']);
  });

  test('the best of several is taken, of equals the one that travels best', () => {
    const offered = [of({ version: '1.9' }), of({}), { ...CONDA, digest: '' }, { ...IMAGE, digest: '' }];
    expect(bestMatch(CONDA, offered)).toEqual({ match: 'same-build', offered: { ...IMAGE, digest: '' } });
    expect(bestMatch(CONDA, [of({ tool: 'bcftools' })])).toBeNull();
  });

  test('the same label with other bytes is told as such', () => {
    expect(isOtherBytes(CONDA, { ...CONDA, digest: 'conda-sha256:bb' })).toBe(true);
    expect(isOtherBytes(CONDA, { ...CONDA, digest: 'conda-md5:bb' })).toBe(false);
    expect(isOtherBytes(CONDA, { ...CONDA, build: 'h6899075_1', digest: 'conda-sha256:bb' })).toBe(false);
  });
});

describe('properties of matches', () => {
  test('they are symmetric', () => {
    fc.assert(
      fc.property(anyComparable, anyComparable, (a, b) => {
        expect(matchOf(a, b)).toBe(matchOf(b, a));
        expect(isOtherBytes(a, b)).toBe(isOtherBytes(b, a));
      }),
    );
  });

  test('what has a digest, or is on a root, is identical to itself', () => {
    fc.assert(
      fc.property(anyComparable, (a) => {
        const placed = { ...a, marks: [...(a.marks ?? []), 'place:9'] };
        expect(matchOf(placed, placed)).toBe('identical');
        if (a.digest !== '') expect(matchOf(a, a)).toBe('identical');
      }),
    );
  });

  test('a same label with other bytes is never better than same version', () => {
    fc.assert(
      fc.property(anyComparable, anyComparable, (a, other) => {
        const b = { ...a, digest: other.digest, marks: other.marks ?? [] };
        fc.pre(isOtherBytes(a, b));
        expect(MATCHES.indexOf(matchOf(a, b))).toBeGreaterThanOrEqual(MATCHES.indexOf('same-version'));
      }),
      { numRuns: 1000 },
    );
  });

  test('the best match is as good as any of what is offered', () => {
    fc.assert(
      fc.property(anyComparable, fc.array(anyComparable, { maxLength: 6 }), (wanted, offered) => {
        const best = bestMatch(wanted, offered);
        const levels = offered.map((one) => MATCHES.indexOf(matchOf(wanted, one)));
        expect(best === null ? -1 : MATCHES.indexOf(best.match)).toBe(
          levels.length === 0 ? -1 : Math.min(...levels),
        );
      }),
    );
  });
});
